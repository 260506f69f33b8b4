#include "tui/command_line.h"
#include "tui/terminal.h"

int main(int count, char **words)
{
    terminal_set_locale();
    return command_line_run(count, words);
}
