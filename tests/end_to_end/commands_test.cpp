// Commands whose output takes nothing: a disk that is full, a pipe that nobody reads.
#include "support/places.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

/// The status of a command line of the shell, in which $0 is the program and $1 a configuration.
int status_of(const std::string& line, std::string& errors) {
  const temporary_folder folder;
  const auto file = folder.path() / "footfall.json";
  std::ofstream(file) << R"({"customers": {"00000": {}}})";
  const process shell({"/bin/sh", {"-c", line, footfall_binary, file.string()}});
  const auto end = shell.wait_for_end(30s);
  errors = shell.standard_error();
  return end && end->status ? *end->status : -1;
}

TEST(commands, an_output_that_takes_nothing_is_told_and_is_no_success) {
  std::string errors;
  EXPECT_EQ(status_of(R"("$0" check-config --config "$1" >/dev/full)", errors), 1);
  EXPECT_NE(errors.find("standard output could not be written"), std::string::npos) << errors;
}

TEST(commands, nobody_who_reads_the_errors_is_no_reason_to_crash) {
  std::string errors;
  EXPECT_EQ(status_of(R"("$0" check-config --config "$1.none" 2>/dev/full)", errors), 2);
  EXPECT_EQ(status_of(R"("$0" check-config --config "$1.none" 2>&-)", errors), 2);
}

}  // namespace
}  // namespace footfall::test
