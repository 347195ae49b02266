/* SPDX-License-Identifier: MIT */
/* What jansson takes to parse a body: `json_parse TURNS < BODY` prints the processor time of each json_loadb() in
 * microseconds, one a line. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BODY_MAX = 64 << 20 };

static double cpu_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    long turns = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
    char *body = malloc(BODY_MAX);
    size_t n = body ? fread(body, 1, BODY_MAX, stdin) : 0;

    for (; turns > 0; turns--) {
        double start = cpu_us();
        json_t *tree = json_loadb(body, n, JSON_REJECT_DUPLICATES, NULL);
        double took = cpu_us() - start;
        if (!tree) {
            (void)fprintf(stderr, "json_parse: the body is no JSON\n");
            return 1;
        }
        (void)printf("%.1f\n", took);
        json_decref(tree);
    }
    free(body);
    return 0;
}
