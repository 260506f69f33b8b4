/* The change that publishes a year, or opens it again. */
#include "core/buffer.h"
#include "core/memory.h"
#include "core/publication.h"
#include "records/inside.h"

#include <sys/stat.h>

/* Writes the blobs of the files beside the act. */
static enum status write_beside(struct change *change, const struct change_text *files,
                                size_t count, struct error *error)
{
    struct change_file *beside = arena_array(change->arena, count + 1, sizeof *beside);
    mode_t mask = share_with_group(change->record);
    int code = 0;
    for (size_t i = 0; i < count && !code; i++) {
        beside[i].path = arena_text(change->arena, files[i].path);
        code = git_blob_create_from_buffer(&beside[i].blob, change->repository, files[i].bytes,
                                           files[i].size);
    }
    umask(mask);
    change->beside = beside;
    change->beside_count = count;
    return code ? fail_writing(error, change->record->path, git_why()) : STATUS_OK;
}

void message_of_publication(struct buffer *out, const struct publication *publication,
                            const char *year)
{
    bool published = publication->act == ACT_PUBLISHED;
    buffer_format(out, "%s年度%s\n\nPublication: %s\nYear: %s\n", year,
                  published ? "通报定稿" : "重新开启", published ? "published" : "reopened", year);
}

enum status change_publication(struct change *change, const char *year,
                               struct publication publication, const struct publication *present,
                               const struct change_text *files, size_t count,
                               const struct writing *writing, struct error *error)
{
    const struct document *old = NULL;
    if (change_author(change, writing, error))
        return error->status;
    change->path = publication_path(change->arena, year);
    publication.previous = present ? present->blob : "";
    publication.by = writing->person;
    publication.when = change->moment;
    if (change_old(change, publication.previous, &old, error) ||
        write_beside(change, files, count, error))
        return error->status;
    struct buffer file = BUFFER_EMPTY, message = BUFFER_EMPTY;
    publication_write(&file, &publication, old);
    message_of_publication(&message, &publication, year);
    change->message = buffer_take(&message, change->arena);
    enum status status = change_put(change, CHANGE_PUBLICATION, change->path, publication.previous,
                                    file.bytes, file.size, error);
    buffer_free(&file);
    return status;
}
