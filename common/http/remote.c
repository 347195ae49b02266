/* SPDX-License-Identifier: MIT */
/* Addresses of callers. All are compared as IPv6, IPv4 ones as ::ffff:a.b.c.d. */
#include "http/remote.h"
#include "base/str.h"
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { PROXIES_MAX = 32, BITS = 128, MAPPED_BITS = 96, WORD = REMOTE_TEXT + 8 };

struct network {
    unsigned char address[16];
    int bits;
};

struct proxies {
    bool has_unix;
    int n;
    struct network networks[PROXIES_MAX];
};

static const unsigned char mapped[16] = {[10] = 0xff, [11] = 0xff};

/* -- one address -- */

static bool read_address(const char *text, unsigned char out[16])
{
    if (inet_pton(AF_INET6, text, out) == 1)
        return true;
    memcpy(out, mapped, sizeof mapped);
    return inet_pton(AF_INET, text, out + 12) == 1;
}

static void write_address(const unsigned char address[16], char out[REMOTE_TEXT])
{
    if (memcmp(address, mapped, 12) == 0)
        (void)inet_ntop(AF_INET, address + 12, out, REMOTE_TEXT);
    else
        (void)inet_ntop(AF_INET6, address, out, REMOTE_TEXT);
}

void remote_format(const struct sockaddr *peer, char out[REMOTE_TEXT])
{
    unsigned char address[16];

    out[0] = '\0';
    if (!peer)
        return;
    memcpy(address, mapped, sizeof mapped);
    if (peer->sa_family == AF_INET)
        memcpy(address + 12, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
    else if (peer->sa_family == AF_INET6)
        memcpy(address, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, 16);
    else
        return;
    write_address(address, out);
}

/* -- who is trusted -- */

static bool in_network(const struct network *net, const unsigned char address[16])
{
    int whole = net->bits / 8, rest = net->bits % 8;
    unsigned mask = 0xFFu << (8 - rest) & 0xFFu;

    return memcmp(net->address, address, (size_t)whole) == 0 &&
           (rest == 0 || ((net->address[whole] ^ address[whole]) & mask) == 0);
}

static bool is_trusted(const struct proxies *p, const char *remote)
{
    unsigned char address[16];

    if (remote[0] == '\0')
        return p->has_unix;
    if (!read_address(remote, address))
        return false;
    for (int i = 0; i < p->n; i++)
        if (in_network(&p->networks[i], address))
            return true;
    return false;
}

/* "192.0.2.0/24"; without a length it is one address. */
static bool read_network(char *word, struct network *ret)
{
    char *slash = strchr(word, '/');
    bool is_four = !strchr(word, ':');
    int64_t most = is_four ? BITS - MAPPED_BITS : BITS, bits = most;

    if (slash)
        *slash++ = '\0';
    if (!read_address(word, ret->address) || (slash && !str_to_int64(slash, &bits)))
        return false;
    ret->bits = (int)bits + (is_four ? MAPPED_BITS : 0);
    return bits >= 0 && bits <= most;
}

/* The part of [start, end) between blanks, in `out`; false when it is longer than an address can be. */
static bool word_between(const char *start, const char *end, char out[WORD])
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end - start >= WORD)
        return false;
    memcpy(out, start, (size_t)(end - start));
    out[end - start] = '\0';
    return true;
}

static bool add_proxy(struct proxies *p, char *word)
{
    if (str_eq(word, "unix"))
        return p->has_unix = true;
    return p->n < PROXIES_MAX && read_network(word, &p->networks[p->n++]);
}

int proxies_parse(const char *list, struct proxies **ret, struct problem *err)
{
    struct proxies *p = calloc(1, sizeof *p);

    if (!p)
        abort();
    for (const char *s = list ? list : ""; *s; s += *s == ',') {
        const char *end = s + strcspn(s, ",");
        char word[WORD];

        if (!word_between(s, end, word) || !add_proxy(p, word)) {
            problem_field(err, "BIHUAN_TRUSTED_PROXIES", "format", "not a network: %.*s", (int)(end - s), s);
            proxies_free(p);
            return problem_fields_check(err);
        }
        s = end;
    }
    *ret = p;
    return 0;
}

void proxies_free(struct proxies *p)
{
    free(p);
}

/* -- what they say -- */

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80": the address alone. */
static char *without_port(char *word)
{
    char *end = word[0] == '[' ? strchr(word, ']') : strchr(word, ':');

    if (!end || (word[0] != '[' && strchr(end + 1, ':')))
        return word;
    *end = '\0';
    return word[0] == '[' ? word + 1 : word;
}

void remote_resolve(const struct proxies *trusted, const char *forwarded, char remote[REMOTE_TEXT])
{
    const char *start = forwarded ? forwarded : "", *end = start + strlen(start);

    while (end > start && is_trusted(trusted, remote)) {
        const char *comma = end;
        unsigned char address[16];
        char word[WORD];

        while (comma > start && comma[-1] != ',')
            comma--;
        if (!word_between(comma, end, word) || !read_address(without_port(word), address))
            return;
        write_address(address, remote);
        end = comma > start ? comma - 1 : start;
    }
}
