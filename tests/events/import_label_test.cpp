#include "footfall/events/import_label.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

TEST(import_label, is_read_back_from_the_details_that_it_marks) {
  for (const auto* const details : {"", "q=2", "c=Shoes/Children&q=2"}) {
    events::event marked;
    marked.details = details;
    events::mark_import(marked, 0xABCDEF);
    EXPECT_EQ(events::marked_import(marked.details), 0xABCDEFU) << marked.details;
    EXPECT_NE(('&' + marked.details + '&').find(events::import_mark(0xABCDEF)), std::string::npos);
  }
}

TEST(import_label, is_not_seen_in_what_clients_send) {
  for (const auto* const details :
       {"", "q=2", "-im=00abcdef", "im=00abcdef&q=2", "c=im%3D00abcdef", "im=00abcdeg", "im=0abcdef"})
    EXPECT_EQ(events::marked_import(details), 0U) << details;
}

TEST(import_label, has_a_number_that_never_changes) {
  EXPECT_EQ(*events::read_import_label("a"), 0xE40C292CU);
  EXPECT_EQ(*events::read_import_label("foobar"), 0xBF9CF968U);
}

TEST(import_label, is_short_printable_text) {
  EXPECT_FALSE(events::read_import_label(""));
  EXPECT_FALSE(events::read_import_label("two\nlines"));
  EXPECT_FALSE(events::read_import_label(std::string(101, 'a')));
  EXPECT_TRUE(events::read_import_label("2026-01-31T12:00:00Z-größen.csv"));
}

}  // namespace
}  // namespace footfall::test
