// The process: everything is in `commands`.
#include "footfall/commands/command_line.hpp"

int main(int argument_count, char** arguments) { return footfall::commands::run(argument_count, arguments); }
