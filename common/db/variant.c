/* SPDX-License-Identifier: MIT */
/* Optional text: between the marks made by sql2c.py, slash-star ? number star-slash and the same without a number. */
#include "db/variant.h"
#include "base/str.h"
#include <stdint.h>
#include <string.h>

static const char mark[] = "/*?";
static const char mark_end[] = "*/";

struct variant {
    struct buf text;
    const struct stmt *from;
    const char *const *in; /* values of `from` */
    const char **out;      /* those that are used, in the order of their new numbers */
    int *numbers;          /* old number -> new; 0: not used so far */
    int n;
    uint64_t present; /* a bit for each optional text that stays */
};

static int number_at(const char **p)
{
    int n = 0;

    for (; **p >= '0' && **p <= '9'; (*p)++)
        n = n * 10 + (**p - '0');
    return n;
}

/* $n of the old statement, renumbered. */
static const char *add_parameter(struct variant *v, const char *p)
{
    int old = number_at(&p);

    if (v->numbers[old] == 0) {
        v->out[v->n] = v->in[old - 1];
        v->numbers[old] = ++v->n;
    }
    buf_addf(&v->text, "$%d", v->numbers[old]);
    return p;
}

/* Text without marks up to `end`. */
static void add_text(struct variant *v, const char *p, const char *end)
{
    while (p < end) {
        size_t n = strcspn(p, "$");

        if (n >= (size_t)(end - p)) {
            buf_add_n(&v->text, p, (size_t)(end - p));
            return;
        }
        buf_add_n(&v->text, p, n);
        p += n + 1;
        if (*p >= '0' && *p <= '9')
            p = add_parameter(v, p);
        else
            buf_add_char(&v->text, '$');
    }
}

static void build(struct variant *v)
{
    const char *p = v->from->sql, *open;
    unsigned bit = 0;

    while ((open = strstr(p, mark))) {
        const char *body = open + strlen(mark), *close;
        int parameter = number_at(&body);

        add_text(v, p, open);
        body += strlen(mark_end);
        close = strstr(body, mark);
        if (v->in[parameter - 1]) {
            add_text(v, body, close);
            v->present |= UINT64_C(1) << bit % 64;
        }
        bit++;
        p = close + strlen(mark) + strlen(mark_end);
    }
    add_text(v, p, p + strlen(p));
}

const struct stmt *variant_of(struct arena *a, const struct stmt *s, const char *const **values)
{
    struct variant v = {.from = s, .in = *values};
    struct stmt *made;

    if (!strstr(s->sql, mark))
        return s;
    buf_init(&v.text, a);
    v.out = arena_array(a, (size_t)s->n_params + 1, sizeof *v.out);
    v.numbers = arena_array(a, (size_t)s->n_params + 1, sizeof *v.numbers);
    build(&v);
    made = arena_alloc(a, sizeof *made);
    made->name = arena_printf(a, "%s/%llx", s->name, (unsigned long long)v.present);
    made->sql = v.text.data;
    made->n_params = v.n;
    *values = v.out;
    return made;
}
