#include "print/font_scan.h"

#include "core/buffer.h"
#include "core/language.h"
#include "core/memory.h"
#include "core/text.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct faulty {
    struct faulty *next;
    const char *file;
    enum font_fault fault;
};

/* A file that is named like a font. */
struct candidate {
    struct candidate *next;
    const char *file;
};

struct font_scan {
    struct arena *arena;
    FcConfig *config;
    const char *cache;    /* the folder of what was found before; NULL where none can be written */
    const char **folders; /* from the root, without symbolic links; ends with NULL */
    struct candidate *candidates;
    struct faulty *first, **last;
};

/* ---- A configuration of our own ---- */

static void add_escaped(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            buffer_add(out, "&lt;");
        else if (*text == '&')
            buffer_add(out, "&amp;");
        else
            buffer_add_char(out, *text);
    }
}

/* Whether a path can stand in XML: files from elsewhere have names in other encodings. */
static bool can_be_told(const char *path)
{
    size_t size = strlen(path);
    if (text_valid(path, size) != size)
        return false;
    for (; *path; path++)
        if ((unsigned char)*path < ' ')
            return false;
    return true;
}

/* Makes the folders of a path. */
static bool make_folder(char *path)
{
    for (char *at = path + 1; (at = strchr(at, '/')); *at++ = '/') {
        *at = '\0';
        mkdir(path, 0700);
    }
    return (mkdir(path, 0700) == 0 || errno == EEXIST) && access(path, W_OK | X_OK) == 0;
}

/* The host's own caches hold what the host's configuration made of the fonts: ours lies apart. */
static const char *find_cache(struct arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    bool own = cache && *cache == '/';
    if (!own && !(home && *home == '/'))
        return NULL;
    char *path = arena_format(arena, own ? "%s/kaoping/fonts" : "%s/.cache/kaoping/fonts",
                              own ? cache : home);
    return can_be_told(path) && make_folder(path) ? path : NULL;
}

/* `rules` as in fonts.conf. */
static FcConfig *config_new(const char *cache, const char *rules)
{
    FcConfig *config = FcConfigCreate();
    if (!config)
        abort();
    struct buffer text = BUFFER_EMPTY;
    buffer_add(&text, "<?xml version=\"1.0\"?><fontconfig>");
    if (cache) {
        buffer_add(&text, "<cachedir>");
        add_escaped(&text, cache);
        buffer_add(&text, "</cachedir>");
    }
    buffer_add(&text, rules);
    buffer_add(&text, "</fontconfig>");
    if (!FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)text.bytes, FcFalse))
        abort();
    buffer_free(&text);
    return config;
}

static void add_folders(FcConfig *config, const char *const *folders)
{
    for (; *folders; folders++)
        FcConfigAppFontAddDir(config, (const FcChar8 *)*folders);
}

/* ---- Folders ---- */

static bool is_listed(const char *const *folders, const char *folder)
{
    for (; *folders; folders++)
        if (strcmp(*folders, folder) == 0)
            return true;
    return false;
}

static void read_folders(struct font_scan *scan, const char *folders)
{
    size_t count = 0;
    scan->folders = arena_array(scan->arena, strlen(folders) + 2, sizeof *scan->folders);
    for (const char *at = folders; *at;) {
        size_t size = strcspn(at, ":");
        char *folder = size ? realpath(arena_text_of(scan->arena, at, size), NULL) : NULL;
        if (folder && !is_listed(scan->folders, folder))
            scan->folders[count++] = arena_text(scan->arena, folder);
        free(folder);
        at += size + (at[size] == ':');
    }
}

size_t font_scan_folder(const struct font_scan *scan, const char *file)
{
    size_t index = 0;
    for (; scan->folders[index]; index++) {
        size_t size = strlen(scan->folders[index]);
        if (strncmp(scan->folders[index], file, size) == 0 && file[size] == '/')
            break;
    }
    return index;
}

/* ---- What the folders hold beside what fontconfig says ---- */

static bool is_newer(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

/* Fontconfig takes a folder's cache for good as long as the folder is the same; a font that was
 * written over in its place does not change the folder. */
static void forget_stale(FcConfig *config, const char *folder, const struct timespec *newest)
{
    FcChar8 *cache_file = NULL;
    struct stat status;
    FcCache *cache = FcDirCacheLoad((const FcChar8 *)folder, config, &cache_file);
    if (!cache)
        return;
    bool stale = stat((const char *)cache_file, &status) != 0 || !is_newer(&status.st_mtim, newest);
    FcDirCacheUnload(cache);
    FcStrFree(cache_file);
    if (stale)
        FcDirCacheUnlink((const FcChar8 *)folder, config);
}

static void meet_file(struct font_scan *scan, FTSENT *entry, struct candidate ***last)
{
    FTSENT *folder = entry->fts_parent;
    struct candidate *candidate = ARENA_NEW(scan->arena, struct candidate);
    *candidate = (struct candidate){.file = arena_text(scan->arena, entry->fts_path)};
    **last = candidate;
    *last = &candidate->next;
    if (entry->fts_info != FTS_F)
        return;
    if (!folder->fts_pointer)
        folder->fts_pointer = ARENA_NEW(scan->arena, struct timespec);
    if (is_newer(&entry->fts_statp->st_ctim, folder->fts_pointer))
        *(struct timespec *)folder->fts_pointer = entry->fts_statp->st_ctim;
}

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void walk(struct font_scan *scan, const char *root, struct candidate ***last)
{
    char *paths[] = {memory_text(root), NULL};
    FTS *walk = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, compare_entries);
    if (!walk)
        abort();
    for (FTSENT *entry; (entry = fts_read(walk));) {
        if (entry->fts_level > 0 && entry->fts_name[0] == '.')
            fts_set(walk, entry, FTS_SKIP); /* as fontconfig does */
        else if (entry->fts_info == FTS_DNR)
            font_scan_fault(scan, entry->fts_path, FONT_UNREADABLE);
        else if (entry->fts_info == FTS_DP && entry->fts_pointer)
            forget_stale(scan->config, entry->fts_path, entry->fts_pointer);
        else if (entry->fts_info != FTS_D && entry->fts_info != FTS_DP &&
                 font_file_is_named_so(entry->fts_name))
            meet_file(scan, entry, last);
    }
    fts_close(walk);
    free(paths[0]);
}

/* ---- The scan ---- */

const FcFontSet *font_scan_fonts(const struct font_scan *scan)
{
    static const FcFontSet none;
    const FcFontSet *set = FcConfigGetFonts(scan->config, FcSetApplication);
    return set ? set : &none;
}

static const char *file_of(const FcPattern *font)
{
    FcChar8 *file;
    return FcPatternGetString(font, FC_FILE, 0, &file) == FcResultMatch ? (const char *)file : "";
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Fontconfig passes over what it can not read, and says nothing. */
static void find_faults(struct font_scan *scan)
{
    const FcFontSet *set = font_scan_fonts(scan);
    size_t count = (size_t)set->nfont;
    const char **files = arena_array(scan->arena, count + 1, sizeof *files);
    for (size_t i = 0; i < count; i++)
        files[i] = file_of(set->fonts[i]);
    qsort(files, count, sizeof *files, compare_files);
    for (const struct candidate *at = scan->candidates; at; at = at->next) {
        if (bsearch(&at->file, files, count, sizeof *files, compare_files))
            continue;
        enum font_fault fault = font_file_check(at->file, 0);
        font_scan_fault(scan, at->file, fault ? fault : FONT_EMPTY);
    }
}

struct font_scan *font_scan_new(const char *folders)
{
    struct arena *arena = arena_new();
    struct font_scan *scan = ARENA_NEW(arena, struct font_scan);
    const char *cache = find_cache(arena);
    *scan = (struct font_scan){.arena = arena, .cache = cache, .config = config_new(cache, "")};
    scan->last = &scan->first;
    read_folders(scan, folders);
    struct candidate **last = &scan->candidates;
    for (const char **root = scan->folders; *root; root++)
        walk(scan, *root, &last);
    if (cache)
        add_folders(scan->config, scan->folders);
    else /* fontconfig complains on standard error of each folder that it can not keep */
        for (const struct candidate *at = scan->candidates; at; at = at->next)
            FcConfigAppFontAddFile(scan->config, (const FcChar8 *)at->file);
    find_faults(scan);
    return scan;
}

void font_scan_free(struct font_scan *scan)
{
    if (!scan)
        return;
    FcConfigDestroy(scan->config);
    arena_free(scan->arena);
}

void font_scan_fault(struct font_scan *scan, const char *file, enum font_fault fault)
{
    struct faulty *faulty = ARENA_NEW(scan->arena, struct faulty);
    *faulty = (struct faulty){.file = arena_text(scan->arena, file), .fault = fault};
    *scan->last = faulty;
    scan->last = &faulty->next;
}

static void add_accepted(struct buffer *rules, const FcPattern *font)
{
    int index = 0;
    FcPatternGetInteger(font, FC_INDEX, 0, &index);
    buffer_add(rules, "<acceptfont><pattern><patelt name=\"file\"><string>");
    add_escaped(rules, file_of(font));
    buffer_format(rules,
                  "</string></patelt><patelt name=\"index\"><int>%d</int></patelt></pattern>"
                  "</acceptfont>",
                  index);
}

/* Each file once; other fonts of the same file come with it. */
static void add_files(FcConfig *config, const FcPattern *const *fonts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (strcmp(file_of(fonts[first]), file_of(fonts[i])) != 0)
            first++;
        if (first == i)
            FcConfigAppFontAddFile(config, (const FcChar8 *)file_of(fonts[i]));
    }
}

/* Where a file can not be told, all fonts are accepted: it takes longer, and no more. */
static void add_rules(struct buffer *rules, const FcPattern *const *fonts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!can_be_told(file_of(fonts[i])))
            return;
    buffer_add(rules, "<selectfont><rejectfont><pattern/></rejectfont>");
    for (size_t i = 0; i < count; i++)
        add_accepted(rules, fonts[i]);
    buffer_add(rules, "</selectfont>");
}

FcConfig *font_scan_only(const struct font_scan *scan, const FcPattern *const *fonts, size_t count)
{
    struct buffer rules = BUFFER_EMPTY;
    if (scan->cache)
        add_rules(&rules, fonts, count);
    FcConfig *config = config_new(scan->cache, rules.bytes);
    if (scan->cache)
        add_folders(config, scan->folders);
    else
        add_files(config, fonts, count);
    buffer_free(&rules);
    return config;
}

void font_scan_report(const struct font_scan *scan, struct buffer *notes)
{
    for (const struct faulty *faulty = scan->first; faulty; faulty = faulty->next) {
        text_add_safe(notes, faulty->file);
        buffer_format(notes, TR(": %s\n", "：%s\n"), font_fault_words(faulty->fault));
    }
}
