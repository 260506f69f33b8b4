/*
 * The language a person reads: Chinese or English.
 *
 * Both texts of a message stand side by side where it is used, so that none can exist without the
 * other and neither can drift:
 *
 *     fail(err, STATUS_INPUT, path, line, TR("unknown verdict '%s'", "没有结论“%s”"), word);
 *
 * The language is set once when the program starts (and again when a person switches it); Chinese
 * is the default, for those who use the program.
 */
#ifndef KAOPING_CORE_LANGUAGE_H
#define KAOPING_CORE_LANGUAGE_H

enum language { LANGUAGE_ZH, LANGUAGE_EN };

/* Sets the language of every message that is made from now on. */
void language_set(enum language language);

/* The language in force. */
enum language language_get(void);

/* Reads a language from a locale's name or a code: "zh", "zh_CN.UTF-8", "en_GB". Returns -1 for
 * NULL and for every other language. */
int language_from_name(const char *name);

/* The text in the language in force. Both are formats of the same arguments, or plain text. */
const char *tr(const char *english, const char *chinese)
    __attribute__((format_arg(1), format_arg(2), returns_nonnull));

#define TR(english, chinese) tr(english, chinese)

/* The text in that language, whichever is in force: for what is written in the programme's language
 * and must come out the same for every reader. */
const char *tr_in(enum language language, const char *english, const char *chinese)
    __attribute__((format_arg(2), format_arg(3), returns_nonnull));

#endif
