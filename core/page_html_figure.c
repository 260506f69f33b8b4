#include "core/page_html.h"

#include "core/buffer.h"
#include "core/circular.h"
#include "core/provenance.h"

#include <string.h>

/* Around the text at hand stands at most one link, and it is opened only when there is a text. */
struct linking {
    struct html *html;
    struct buffer *out;
    const char *author; /* the tag of the author's link that the text is in, up to its `>`; NULL */
    size_t figure;      /* the one that the text is in */
    bool in_figure;
    bool open, open_figure; /* what was opened */
};

/* ---- Links ---- */

static void close_link(struct linking *linking)
{
    if (linking->open)
        buffer_add(linking->out, "</a>");
    linking->open = false;
}

/* The first link of a figure is what its source leads back to. */
static void open_figure(struct linking *linking)
{
    struct html *html = linking->html;
    buffer_add(linking->out, "<a class=\"figure\"");
    if (!html->linked[linking->figure])
        buffer_format(linking->out, " id=\"f%zu\"", linking->figure + 1);
    html->linked[linking->figure] = true;
    buffer_format(linking->out, " href=\"#s%zu\">",
                  html->page->provenance->figures[linking->figure].source + 1);
}

static void open_link(struct linking *linking)
{
    if (linking->open && linking->open_figure != linking->in_figure)
        close_link(linking);
    if (linking->open || (!linking->in_figure && !linking->author))
        return;
    if (linking->in_figure)
        open_figure(linking);
    else
        buffer_add_bytes(linking->out, linking->author, strcspn(linking->author, ">") + 1);
    linking->open = true;
    linking->open_figure = linking->in_figure;
}

/* The figure that begins or ends at this byte of the part. */
static void meet(struct linking *linking, const struct met *met)
{
    close_link(linking);
    linking->in_figure = !met->end;
    linking->figure = met->mark;
}

/* ---- The part's HTML, piece by piece ---- */

/* The writer's own tags: in its texts each < is escaped. */
static void add_tag(struct linking *linking, const char *tag, size_t size)
{
    if (strncmp(tag, "<a ", 3) == 0 || strncmp(tag, "</a>", 4) == 0) {
        if (!linking->open_figure)
            close_link(linking);
        linking->author = tag[1] == 'a' ? tag : NULL;
        return;
    }
    if (strncmp(tag, "<br>", 4) != 0)
        close_link(linking);
    buffer_add_bytes(linking->out, tag, size);
}

/* Gives how many bytes were taken, up to `most`. */
static size_t add_text(struct linking *linking, const char *text, size_t most)
{
    const size_t mark = strlen(CIRCULAR_OPEN);
    if (*text != '\n')
        open_link(linking);
    if (linking->html->page->draft && most >= mark && !memcmp(text, CIRCULAR_OPEN, mark)) {
        buffer_add(linking->out, "<mark>" CIRCULAR_OPEN "</mark>");
        return mark;
    }
    buffer_add_char(linking->out, *text);
    return 1;
}

/* Takes the piece at `at`, of at most `most` bytes: a tag, or the next of the text. */
static size_t add_piece(struct linking *linking, const char *at, size_t most)
{
    if (*at != '<')
        return add_text(linking, at, most);
    size_t size = strcspn(at, ">") + 1;
    add_tag(linking, at, size);
    return size;
}

void html_link_figures(struct html *html, const struct buffer *part, struct buffer *out)
{
    struct linking linking = {.html = html, .out = out};
    const struct track *track = html->track;
    const size_t met_count = track ? track->met_count : 0;
    for (size_t at = 0, next = 0; at < part->size;) {
        for (; next < met_count && track->met[next].at <= at; next++)
            meet(&linking, &track->met[next]);
        size_t end = next < met_count ? track->met[next].at : part->size;
        at += add_piece(&linking, part->bytes + at, end - at);
    }
    close_link(&linking);
    if (track)
        track_block(html->track, 0);
}
