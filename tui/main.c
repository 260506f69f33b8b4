#include "tui/command_line.h"
#include "tui/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* A standard stream that the caller closed is held open, or a file of the record would get its
 * number, and a message would be written into that file. Writing to it still fails. */
static void hold_standard_streams(void)
{
    int file = open("/dev/null", O_RDONLY | O_NOCTTY); /* NOLINT(android-cloexec-open) */
    while (file >= 0 && file <= STDERR_FILENO)
        file = dup(file);
    if (file > STDERR_FILENO)
        close(file);
}

int main(int count, char **words)
{
    hold_standard_streams();
    signal(SIGXFSZ,
           SIG_IGN); /* a limit on the size of files is a full disk: an error, not the end */
    terminal_set_locale();
    return command_line_run(count, words);
}
