/* SPDX-License-Identifier: MIT */
/* Problem documents (RFC 9457) in the caller's language. */
#include "unit/ctx.h"
#include "unit/reply.h"
#include <string.h>

/* What the stable codes of field errors mean, for entries whose author wrote no message. */
static const struct {
    const char *code, *zh, *en;
} field_texts[] = {
    {"date",              "日期不存在或格式不对，应为 YYYY-MM-DD", "must be an existing date, YYYY-MM-DD"           },
    {"duplicate",         "重复",                                             "stands more than once"                          },
    {"enum",              "不在允许的取值之内",                        "is not one of the allowed values"               },
    {"format",            "格式不正确",                                    "is not well-formed"                             },
    {"length",            "长度超出范围",                                 "is too short or too long"                       },
    {"null",              "不能为空值",                                    "must not be null"                               },
    {"range",             "数值超出范围",                                 "is out of range"                                },
    {"required",          "必填",                                             "is required"                                    },
    {"too-many",          "数量过多",                                       "has too many items"                             },
    {"type",              "类型不正确",                                    "has the wrong type"                             },
    {"unknown-reference", "没有这一项，或不属于该对象",            "is none that can be seen, or not of this object"},
    {"unknown",           "未知的名称",                                    "is not known here"                              },
};

static const char *field_text_of(const struct problem_field *f, bool english)
{
    if (f->message[0] != '\0')
        return f->message;
    for (size_t i = 0; i < ARRAY_LEN(field_texts); i++)
        if (strcmp(field_texts[i].code, f->code) == 0)
            return english ? field_texts[i].en : field_texts[i].zh;
    return NULL;
}

static void add_member(struct buf *b, const char *name, const char *value)
{
    if (!value || value[0] == '\0')
        return;
    buf_addf(b, ",\"%s\":", name);
    buf_add_json(b, value);
}

static void add_field(struct buf *b, const struct problem_field *f, bool english)
{
    buf_add(b, "{\"pointer\":");
    buf_add_json(b, f->pointer);
    add_member(b, "code", f->code);
    add_member(b, "message", field_text_of(f, english));
    buf_add(b, "}");
}

void problem_write(struct buf *b, const struct problem *err, bool english, const char *request_id,
                   const char *instance)
{
    const struct problem_kind *kind = problem_kind(err->code);
    size_t n = err->n_fields < PROBLEM_FIELDS_MAX ? err->n_fields : PROBLEM_FIELDS_MAX;

    buf_addf(b, "{\"type\":\"/problems/%s\",\"code\":\"%s\",\"status\":%d", kind->slug, kind->slug,
             kind->status);
    add_member(b, "title", english ? kind->title_en : kind->title_zh);
    add_member(b, "detail", err->detail);
    add_member(b, "instance", instance);
    add_member(b, "request_id", request_id);
    for (size_t i = 0; i < n; i++) {
        buf_add(b, i == 0 ? ",\"errors\":[" : ",");
        add_field(b, &err->fields[i], english);
    }
    buf_add(b, n > 0 ? "]}" : "}");
}

/* Headers that belong to a status. */
static void add_status_headers(struct ctx *c)
{
    switch (c->reply.status) {
    case 401:
        reply_header(c, "WWW-Authenticate",
                     c->req.header(&c->req, "Authorization") ? "Bearer error=\"invalid_token\"" : "Bearer");
        break;
    case 405:
        reply_header(c, "Allow", c->match.allow);
        break;
    case 429:
    case 503:
        reply_header(c, "Retry-After",
                     arena_printf(&c->arena, "%lld", (long long)(c->retry_after_s ? c->retry_after_s : 1)));
        break;
    default:
        break;
    }
}

void reply_problem(struct ctx *c, const struct problem *err)
{
    /* A path that is not UTF-8 or has control bytes must not be repeated. */
    const char *instance = c->req.path && str_is_utf8(c->req.path, strlen(c->req.path)) ? c->req.path : NULL;
    struct buf b;

    reply_reset(c);
    buf_init(&b, &c->arena);
    problem_write(&b, err, c->english, c->request_id, instance);
    c->reply.status = problem_kind(err->code)->status;
    c->reply.content_type = "application/problem+json";
    c->reply.body = b.data;
    c->reply.body_len = b.len;
    reply_header(c, "Content-Language", c->english ? "en" : "zh-CN");
    reply_header(c, "Vary", "Accept-Language");
    add_status_headers(c);
}
