/*
 * A small year in memory, for tests of facts: three cities and the province, files as texts, and
 * what was decided of them.
 *
 *     static void test_…(void **state)                // with year_set_up and year_tear_down
 *     {
 *         struct world *world = *state;
 *         year_settle(world, "siping", "air/action", "met", "");
 *         year_load(world);
 *         year_expect(world, "siping.air.score", "10");
 *     }
 */
#ifndef KAOPING_TESTS_HARNESS_YEAR_H
#define KAOPING_TESTS_HARNESS_YEAR_H

#include "core/buffer.h"
#include "core/error.h"
#include "core/load.h"
#include "core/value.h"

enum { FILES_MOST = 100 };

struct world {
    struct arena *arena;
    struct file files[FILES_MOST];
    size_t count;
    const struct assessment *assessment;
    const struct value *facts;
    struct buffer out;
    struct error error;
};

int year_set_up(void **state);
int year_tear_down(void **state);

/* Adds a file, or takes another text for it; takes it away. */
void year_put(struct world *world, const char *path, const char *text);
void year_drop(struct world *world, const char *path);

/* A decision without its confirmation (its text is returned), with it; neither. */
const char *year_decide(struct world *world, const char *jurisdiction, const char *item,
                        const char *verdict, const char *value);
void year_settle(struct world *world, const char *jurisdiction, const char *item,
                 const char *verdict, const char *value);
void year_undecide(struct world *world, const char *jurisdiction, const char *item);

/* Loads the year and makes its facts; a mistake in a file fails the test. */
void year_load(struct world *world);

/* Loads it as far as it goes: a mistake is in world->error. */
enum status year_try(struct world *world);

/* The fact of that name, which must be there. */
const struct value *year_fact(const struct world *world, const char *name);

/* What the fact says: its text, true or false, null. */
void year_expect(const struct world *world, const char *name, const char *expected);

/* The entries that the fact rests on, as `jurisdiction item` joined by commas. */
void year_expect_basis(struct world *world, const char *name, const char *expected);

/* That it rests on an entry of that item which is open, the first of them; that it rests on none.
 */
void year_expect_open(const struct world *world, const char *name, const char *item);
void year_expect_settled(const struct world *world, const char *name);

#endif
