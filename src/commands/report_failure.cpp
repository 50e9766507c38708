// Failures of a command for the person in front of it.
#include "report_failure.hpp"

#include "output.hpp"

namespace footfall::commands {

exit_status report_failure(const failure& what) {
  // The mistakes of a configuration have a line each and are easier to read below each other.
  const bool many_lines = what.detail().find('\n') != std::string::npos;
  tell("footfall:{}{}\n", many_lines ? '\n' : ' ', what.detail());
  return what.code() == error::bad_configuration ? usage : failed;
}

}  // namespace footfall::commands
