// How a login is stored, and which ids mean nobody.
#include "footfall/events/link_event.hpp"

#include "support/example_events.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(link_event, what_is_appended_is_read_again) {
  for (const auto marks : {0, 1, 2, 3}) {
    const events::link_statement said{
        {{1, 2}}, {{0xFEDCBA9876543210, 0x0F}}, (marks & 1) != 0, (marks & 2) != 0};
    events::event stored;
    stored.user = said.source;
    stored.details = "l=de";
    events::append_link(stored.details, said);
    const auto read = events::read_link(stored);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->source, said.source);
    EXPECT_EQ(read->target, said.target);
    EXPECT_EQ(read->source_is_placeholder, said.source_is_placeholder);
    EXPECT_EQ(read->target_is_placeholder, said.target_is_placeholder);
  }
}

TEST(link_event, details_without_a_whole_target_say_nothing) {
  for (const auto* details :
       {"", "t=", "t=12", "t=0123456789abcdef0123456789abcdeg", "-t=0123456789abcdef0123456789abcdef"}) {
    events::event stored;
    stored.details = details;
    EXPECT_FALSE(events::read_link(stored)) << details;
  }
}

TEST(link_event, a_hash_is_shown_in_the_form_in_which_it_is_read) {
  const user_key user{{0xFEDCBA9876543210, 0x0F}};
  EXPECT_EQ(events::to_text(user), "fedcba9876543210000000000000000f");
  EXPECT_EQ(events::read_user_hash(events::to_text(user)), user);
  for (const auto* text : {"", "0f", "fedcba9876543210000000000000000g", "fedcba9876543210000000000000000f0"})
    EXPECT_FALSE(events::read_user_hash(text)) << text;
}

TEST(link_event, ids_that_clients_send_when_they_have_none_are_placeholders) {
  for (const auto* id : {"null", "NULL", "undefined", "not_defined", " ", "", "NaN", " null ",
                         "[object Object]", "0", "-", "true", "N/A", "(none)", "[object Undefined]", "-1",
                         "{{user_id}}", "00000000-0000-0000-0000-000000000000"})
    EXPECT_TRUE(events::is_placeholder(id)) << id;
  for (const auto* id : {"anna", "nullus", "001", "1", "undefined1", "10", "{user}", "--"})
    EXPECT_FALSE(events::is_placeholder(id)) << id;
}

TEST(link_event, the_mark_of_events_of_nobody_is_in_front_of_their_details) {
  auto marked = click(1, 1);
  EXPECT_FALSE(events::is_of_nobody(marked));
  events::mark_nobody(marked);
  EXPECT_TRUE(events::is_of_nobody(marked));
  marked.details = "c=Shoes";
  events::mark_nobody(marked);
  EXPECT_EQ(marked.details, "x=s&c=Shoes");
  EXPECT_TRUE(events::is_of_nobody(marked));
  marked.details = "c=Shoes&x=s";
  EXPECT_FALSE(events::is_of_nobody(marked));
}

}  // namespace
}  // namespace footfall::test
