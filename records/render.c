#include "records/render.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/mustache.h"
#include "core/print_job.h"
#include "core/provenance.h"
#include "records/inside.h"
#include "records/program.h"
#include "records/snapshot.h"
#include "records/trace.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct rendering {
    struct arena *arena;
    struct record *record;
    struct snapshot *snapshot;
    struct buffer markdown;
    struct mustache_marks marks;
    bool draft;
    /* Both NULL until asked for: with the figures; of record and commit alone, which takes no walk
     * through the history. */
    const struct provenance *provenance, *origin;
};

/* ---- The Markdown ---- */

enum status rendering_new(struct record *record, struct snapshot *snapshot,
                          const char *template_path, bool draft, struct rendering **out,
                          struct error *error)
{
    struct arena *arena = arena_new();
    struct rendering *rendering = ARENA_NEW(arena, struct rendering);
    *rendering = (struct rendering){.arena = arena,
                                    .record = record,
                                    .snapshot = snapshot,
                                    .markdown = BUFFER_EMPTY,
                                    .draft = draft};
    enum status status =
        snapshot_circular(snapshot, snapshot_facts_written(snapshot), template_path, draft,
                          &rendering->markdown, &rendering->marks, error);
    if (status)
        rendering_free(rendering);
    *out = status ? NULL : rendering;
    return status;
}

void rendering_free(struct rendering *rendering)
{
    if (!rendering)
        return;
    buffer_free(&rendering->markdown);
    mustache_marks_free(&rendering->marks);
    arena_free(rendering->arena);
}

const char *rendering_markdown(const struct rendering *rendering)
{
    return rendering->markdown.bytes;
}

/* ---- Where the figures came from ---- */

struct gathering {
    struct rendering *of;
    struct arena *arena;
    struct provenance *to;
    const struct value **values; /* of the sources */
    size_t *numbers;            /* of the decisions, by the entry's index; from 1, 0 for none yet */
    const struct entry **basis; /* of the decisions */
};

/* A figure rests on decisions; a text of the year does not. */
static bool is_figure(const struct mustache_mark *mark)
{
    const struct value *value = mark->value;
    return value && mark->to > mark->from && value->source && value->source->count &&
           (value->kind == VALUE_TEXT || value->kind == VALUE_NUMBER);
}

static size_t number_source(struct gathering *gathering, const struct value *value)
{
    struct provenance *to = gathering->to;
    for (size_t i = 0; i < to->source_count; i++)
        if (gathering->values[i] == value)
            return i;
    gathering->values[to->source_count] = value;
    return to->source_count++;
}

/* What the subject says behind `四平市 优良天数比例：`. */
static const char *finding_words(const struct gathering *gathering, const struct entry *entry)
{
    struct buffer subject = BUFFER_EMPTY;
    if (!entry->decision)
        return tr_in(snapshot_language(gathering->of->snapshot), "pending", "待评定");
    decision_subject(&subject, entry, entry->decision);
    size_t named = strlen(entry->jurisdiction->name) + 1 + strlen(entry->item->name) + strlen("：");
    const char *words = arena_text(gathering->arena, subject.bytes + named);
    buffer_free(&subject);
    return words;
}

static const char *name_of(const struct gathering *gathering, const char *person)
{
    size_t size = strcspn(person, "<");
    while (size && person[size - 1] == ' ')
        size--;
    return arena_text_of(gathering->arena, person, size);
}

static size_t number_decision(struct gathering *gathering, const struct entry *entry)
{
    struct provenance *to = gathering->to;
    size_t *number = &gathering->numbers[entry->index];
    if (!*number) {
        gathering->basis[to->decision_count] = entry;
        to->decisions[to->decision_count] = (struct provenance_decision){
            .jurisdiction = entry->jurisdiction->name,
            .item = entry->item->id,
            .name = entry->item->name,
            .finding = finding_words(gathering, entry),
            .reviewer = entry->decision ? name_of(gathering, entry->decision->reviewer) : "",
            .commit = ""};
        *number = ++to->decision_count;
    }
    return *number - 1;
}

static void add_source(struct gathering *gathering, size_t index, const char *name)
{
    const struct value *value = gathering->values[index];
    const struct source *source = value->source;
    size_t listed = source->count < PROVENANCE_LISTED ? source->count : PROVENANCE_LISTED;
    size_t *decisions = arena_array(gathering->arena, listed, sizeof *decisions);
    for (size_t i = 0; i < listed; i++)
        decisions[i] = number_decision(gathering, source->basis[i]);
    gathering->to->sources[index] = (struct provenance_source){.name = name ? name : "",
                                                               .text = value->text,
                                                               .formula = source->formula,
                                                               .decisions = decisions,
                                                               .listed = listed,
                                                               .count = source->count};
}

static void gather_figures(struct gathering *gathering)
{
    const struct mustache_marks *marks = &gathering->of->marks;
    struct provenance *to = gathering->to;
    to->figures = arena_array(gathering->arena, marks->count + 1, sizeof *to->figures);
    to->sources = arena_array(gathering->arena, marks->count + 1, sizeof *to->sources);
    gathering->values =
        arena_array(gathering->arena, marks->count + 1, sizeof(const struct value *));
    for (size_t i = 0; i < marks->count; i++)
        if (is_figure(&marks->list[i]))
            to->figures[to->figure_count++] =
                (struct provenance_figure){marks->list[i].from, marks->list[i].to,
                                           number_source(gathering, marks->list[i].value)};
}

static void gather_sources(struct gathering *gathering)
{
    struct provenance *to = gathering->to;
    size_t entries = gathering->of->snapshot->assessment->entry_count + 1;
    const char **names = arena_array(gathering->arena, to->source_count + 1, sizeof(const char *));
    to->decisions = arena_array(gathering->arena, entries, sizeof *to->decisions);
    gathering->numbers = arena_array(gathering->arena, entries, sizeof *gathering->numbers);
    gathering->basis = arena_array(gathering->arena, entries, sizeof(const struct entry *));
    value_names(gathering->arena, snapshot_facts_written(gathering->of->snapshot),
                gathering->values, to->source_count, names);
    for (size_t i = 0; i < to->source_count; i++)
        add_source(gathering, i, names[i]);
}

/* All commits are found in one walk. */
static enum status find_commits(struct gathering *gathering, struct error *error)
{
    enum { SLICE = 10000 };
    struct provenance *to = gathering->to;
    const struct source all = {.basis = gathering->basis, .count = to->decision_count};
    const struct snapshot *snapshot = gathering->of->snapshot;
    struct trace *trace = NULL;
    enum status status = trace_new(gathering->of->record, snapshot, &all, &trace, error);
    while (!status && trace_is_open(trace))
        status = trace_read(trace, snapshot, SLICE, error);
    for (size_t i = 0; i < to->decision_count && !status; i++)
        to->decisions[i].commit =
            arena_text(gathering->arena, trace_commit(trace, gathering->basis[i]));
    if (trace)
        trace_free(trace);
    return status;
}

static enum status find_origin(struct gathering *gathering, struct error *error)
{
    struct rendering *of = gathering->of;
    struct provenance *to = gathering->to;
    git_commit *commit = NULL;
    enum status status = find_commit(of->record, of->snapshot->commit, &commit, error);
    if (status)
        return status;
    to->record = of->snapshot->assessment->programme.name;
    to->commit = of->snapshot->commit;
    to->when = git_commit_time(commit);
    to->sha256 = hash_of(gathering->arena, of->markdown.bytes, of->markdown.size);
    git_commit_free(commit);
    return STATUS_OK;
}

/* Gives it, or NULL after a failure. */
static const struct provenance *find_provenance(struct rendering *rendering, bool figures,
                                                struct error *error)
{
    const struct provenance **known = figures ? &rendering->provenance : &rendering->origin;
    struct gathering gathering = {.of = rendering,
                                  .arena = rendering->arena,
                                  .to = ARENA_NEW(rendering->arena, struct provenance)};
    if (*known)
        return *known;
    if (figures) {
        gather_figures(&gathering);
        gather_sources(&gathering);
    }
    if ((figures && find_commits(&gathering, error)) || find_origin(&gathering, error))
        return NULL;
    *known = gathering.to;
    return *known;
}

/* ---- Printing ---- */

/* A file beside this program; NULL where the system does not tell. */
static const char *find_beside(struct arena *arena, const char *name)
{
    char path[PATH_MOST * 16];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    if (size <= 0 || (size_t)size == sizeof path)
        return NULL;
    while (size && path[size - 1] != '/')
        size--;
    return arena_format(arena, "%.*s%s", (int)size, path, name);
}

bool rendering_prints(void)
{
    struct arena *arena = arena_new();
    const char *printer = find_beside(arena, "kaoping-print");
    bool prints = printer && access(printer, X_OK) == 0;
    arena_free(arena);
    return prints;
}

/* Where font files lie that no system knows of: what `make fonts` brings, before and after it is
 * installed, and a folder of the person's own. */
static const char *find_fonts(struct arena *arena)
{
    const char *own = getenv("KAOPING_FONTS"), *beside = find_beside(arena, "fonts");
    return arena_format(arena, "%s%s%s:%s", own ? own : "", own ? ":" : "", beside ? beside : "",
                        INSTALLED_FONTS);
}

enum { DOCUMENT_MOST = 256 * 1024 * 1024 };

/* That what came is a document, and whole: a program of another kind, or of another version, may
 * stand in the printer's place. */
static enum status check_document(enum page_format format, const struct buffer *document,
                                  struct error *error)
{
    const char *begin = format == PAGE_PDF ? "%PDF-" : "PK";
    if (document->size >= DOCUMENT_MOST)
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("the document is larger than 256 MiB: use html, or divide the circular",
                       "文件超过256 MiB：请改用 html，或拆分通报"));
    if (strncmp(document->bytes, begin, strlen(begin)) != 0)
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("kaoping-print gave no document: run 'make', or use html",
                       "kaoping-print 没有给出文件：请运行 make，或改用 html"));
    return STATUS_OK;
}

static enum status run_printer(struct rendering *rendering, const struct buffer *job,
                               struct buffer *out, struct buffer *notes, struct error *error)
{
    enum { PATIENCE_MS = 120000 };
    const char *path = find_beside(rendering->arena, "kaoping-print");
    char *const words[] = {arena_text(rendering->arena, path ? path : "kaoping-print"), NULL};
    const struct program program = {.words = words,
                                    .input = job->bytes,
                                    .input_size = job->size,
                                    .file = -1,
                                    .milliseconds = PATIENCE_MS,
                                    .output_most = DOCUMENT_MOST,
                                    .advice =
                                        TR("use html, and report it", "请改用 html，并反馈此问题")};
    struct buffer trouble = BUFFER_EMPTY;
    int exit = 0;
    enum status status = program_run(&program, out, &trouble, &exit, error);
    if (!status && exit)
        status =
            fail(error, exit < STATUS_FAILED ? (enum status)exit : STATUS_FAILED, NULL, 0, "%s",
                 trouble.size ? trouble.bytes
                              : TR("kaoping-print failed and said nothing: use html",
                                   "kaoping-print 失败，未说明原因：请改用 html"));
    else if (notes)
        buffer_add_bytes(notes, trouble.bytes, trouble.size);
    buffer_free(&trouble);
    return status;
}

static enum status print(struct rendering *rendering, enum page_format format,
                         const struct page *page, const struct render_options *options,
                         struct buffer *out, struct buffer *notes, struct error *error)
{
    if (!rendering_prints())
        return fail(error, STATUS_FAILED, NULL, 0,
                    TR("kaoping-print, which sets PDF and docx, is not beside kaoping: run 'make', "
                       "or use html",
                       "缺少排印 PDF 和 docx 的 kaoping-print：请运行 make，或改用 html"));
    const struct print_job job = {.format = format,
                                  .page = *page,
                                  .draft = rendering->draft,
                                  .proof = options && options->proof,
                                  .first = options ? options->first : 0,
                                  .last = options ? options->last : 0,
                                  .messages = language_get(),
                                  .fonts = find_fonts(rendering->arena)};
    struct buffer text = BUFFER_EMPTY, document = BUFFER_EMPTY;
    print_job_write(&job, &text);
    enum status status = run_printer(rendering, &text, &document, notes, error);
    if (!status)
        status = check_document(format, &document, error);
    if (!status)
        buffer_add_bytes(out, document.bytes, document.size);
    buffer_free(&document);
    buffer_free(&text);
    return status;
}

enum status rendering_write(struct rendering *rendering, enum page_format format,
                            const struct render_options *options, struct buffer *out,
                            struct buffer *notes, struct error *error)
{
    const struct assessment *assessment = rendering->snapshot->assessment;
    bool plain = format == PAGE_MARKDOWN || format == PAGE_TEXT;
    bool figures = format == PAGE_HTML || (options && options->proof);
    const struct provenance *provenance = plain ? NULL : find_provenance(rendering, figures, error);
    if (!plain && !provenance)
        return error->status;
    const struct page page = {.markdown = rendering->markdown.bytes,
                              .language = assessment->programme.language,
                              .style = &assessment->print,
                              .provenance = provenance,
                              .draft = rendering->draft};
    if (format >= PAGE_WRITTEN)
        return print(rendering, format, &page, options, out, notes, error);
    page_add(format, &page, out);
    return STATUS_OK;
}
