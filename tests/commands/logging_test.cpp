// Log lines: one line each, whatever the message holds.
#include "commands/logging.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace footfall::test {

using commands::log_format;
using commands::log_line;

TEST(logging, a_message_cannot_begin_a_new_line) {
  EXPECT_EQ(log_line(log_format::text, "2026-01-31T12:00:00Z", "info", "a\nb\x1b[31m"),
            "2026-01-31T12:00:00Z info a\\x0ab\\x1b[31m\n");
}

TEST(logging, json_lines_are_json) {
  const auto line = log_line(log_format::json, "2026-01-31T12:00:00Z", "warning", "say \"hi\"\n\\");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto read = nlohmann::json::parse(line);
  EXPECT_EQ(read["time"], "2026-01-31T12:00:00Z");
  EXPECT_EQ(read["level"], "warning");
  EXPECT_EQ(read["message"], "say \"hi\"\n\\");
}

}  // namespace footfall::test
