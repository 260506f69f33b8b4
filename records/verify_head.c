/* The head of a commit or tag, as its bytes are: git and libgit2 must read the same in it. Where a
 * field stands twice, or a person has two addresses, one takes the first and the other the last. */
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"
#include "records/verify_inside.h"

#include <string.h>

/* What is still to be read. */
struct head {
    const char *at, *end;
};

/* The value of the next line, if it is of that field; NULL otherwise. */
static const char *take(struct verification *of, struct head *head, const char *field)
{
    size_t size = strlen(field), left = (size_t)(head->end - head->at);
    const char *line = head->at, *newline = memchr(line, '\n', left);
    if (!newline || (size_t)(newline - line) <= size || memcmp(line, field, size) != 0 ||
        line[size] != ' ')
        return NULL;
    head->at = newline + 1;
    return arena_text_of(of->arena, line + size + 1, (size_t)(newline - line) - size - 1);
}

/* Name <mail> seconds +zone: one address, and nothing behind it but the moment. */
static bool is_person(const char *text)
{
    static const char *const digits = "0123456789";
    const char *open = text ? strchr(text, '<') : NULL, *close = open ? strchr(open, '>') : NULL;
    if (!close || strchr(open + 1, '<') || strchr(close + 1, '>') ||
        memchr(text, '>', (size_t)(open - text)))
        return false;
    const char *moment = close + 1;
    size_t seconds = *moment == ' ' ? strspn(moment + 1, digits) : 0;
    const char *zone = moment + 1 + seconds;
    return seconds && *zone == ' ' && (zone[1] == '+' || zone[1] == '-') &&
           strspn(zone + 2, digits) == 4 && !zone[6];
}

/* The signature's lines begin with a blank. */
static void skip_signature(struct verification *of, struct head *head)
{
    if (!take(of, head, "gpgsig"))
        return;
    while (head->at < head->end && *head->at == ' ' && take(of, head, ""))
        ;
}

/* libgit2 looks for a signature in the message too. */
static bool has_signature_line(const struct head *message)
{
    static const char line[] = "\ngpgsig";
    return memmem(message->at, (size_t)(message->end - message->at), line, sizeof line - 1);
}

/* An auditor reads it with plain git, which lets all characters through to the terminal. */
static bool is_plain_text(const char *bytes, size_t size)
{
    if (text_valid(bytes, size) != size)
        return false;
    for (uint32_t c; (c = text_next(&bytes));)
        if (c != '\n' && c != '\t' && c != '\r' && text_is_unsafe(c))
            return false;
    return true;
}

static const char *fields_wrong(struct verification *of, struct head *head,
                                const char *const *fields)
{
    for (const char *const *field = fields; *field; field++) {
        const char *value = take(of, head, *field);
        bool person = strcmp(*field, "author") == 0 || strcmp(*field, "committer") == 0 ||
                      strcmp(*field, "tagger") == 0;
        if (!value || (person && !is_person(value)))
            return arena_format(of->arena,
                                TR("the line '%s' of its head is missing, or not as git writes it",
                                   "其头部缺少“%s”一行，或写法与git不符"),
                                *field);
        while (strcmp(*field, "tree") == 0 && take(of, head, "parent"))
            ;
    }
    return NULL;
}

const char *head_wrong(struct verification *of, const char *bytes, size_t size,
                       const char *const *fields)
{
    struct head head = {bytes, bytes + size};
    const char *wrong = fields_wrong(of, &head, fields);
    if (wrong)
        return wrong;
    skip_signature(of, &head);
    if (head.at == head.end || *head.at != '\n')
        return TR("its head has a line that no record needs, and that another program may read "
                  "otherwise",
                  "其头部有记录不需要的行，其他程序可能另有解读");
    if (!is_plain_text(arena_text_of(of->arena, bytes, size), size))
        return TR("it holds bytes that are no text, or characters that act on a terminal",
                  "含有非文本字节，或会作用于终端的字符");
    return has_signature_line(&head)
               ? TR("a line of its message reads like a signature", "提交说明中有一行形似签名")
               : NULL;
}

void judge_head(struct verification *of)
{
    static const char *const fields[] = {"tree", "author", "committer", NULL};
    git_odb *objects = NULL;
    git_odb_object *raw = NULL;
    const char *wrong;
    bool read = git_repository_odb(&objects, of->repository) == 0 &&
                git_odb_read(&raw, objects, git_commit_id(of->now.commit)) == 0;
    if (read)
        wrong = head_wrong(of, git_odb_object_data(raw), git_odb_object_size(raw), fields);
    else
        wrong = git_why();
    if (wrong)
        found(of, read ? VERIFY_FORMAT : VERIFY_DAMAGED, "", "%s", wrong);
    git_odb_object_free(raw);
    git_odb_free(objects);
}
