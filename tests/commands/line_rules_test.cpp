// What options of an import make of the members of a line.
#include "commands/line_rules.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace footfall::test {
namespace {

using members = std::initializer_list<std::pair<const char*, const char*>>;

// The members of a line as one text, or `!` and why it is refused.
std::string edited(commands::line_editor& editor, members line, const std::string& content = "line") {
  api::import_members all;
  for (const auto& [name, value] : line) all.add(name, value);
  if (const auto done = editor.edit(all, content, false); !done) return "!" + done.error().detail();
  std::string shown;
  for (const auto& [name, value] : all.all()) shown += fmt::format("{}={} ", name, value);
  return shown;
}

std::string edited(const commands::line_rules& rules, members line) {
  commands::line_editor editor(rules);
  return edited(editor, line);
}

TEST(line_rules, a_line_without_a_time_is_refused_unless_it_is_one_of_now) {
  EXPECT_EQ(edited({}, {{"event", "click"}, {"user", "u"}, {"TIME", "1"}}), "event=click user=u TIME=1 ");
  EXPECT_EQ(edited({}, {{"user", "u"}, {"overridetimestamp", "1"}}), "user=u overridetimestamp=1 ");
  EXPECT_EQ(edited({}, {{"user", "u"}}),
            "!time: is missing; --map time=COLUMN says which column has it, --time now that these are events "
            "of now");
  EXPECT_EQ(
      edited({}, {{"user", "u"}, {"ts", "1"}}),
      "!time: is missing; --map time=ts says which column has it, --time now that these are events of now");
  EXPECT_EQ(edited({}, {{"user", "u"}, {"timestamp", "1"}}), "user=u timestamp=1 ");
  EXPECT_EQ(edited({.times_of_now = true}, {{"user", "u"}}), "user=u ");
}

TEST(line_rules, columns_become_members_and_win_over_columns_that_are_called_like_them) {
  const commands::line_rules rules{.columns = {{"time", "ts"}, {"user", "visitor"}}};
  EXPECT_EQ(edited(rules, {{"time", "1"}, {"TS", "2"}, {"visitor", "v"}, {"item", "3"}}),
            "time=2 user=v item=3 ");
}

TEST(line_rules, lines_that_name_no_event_have_the_given_one) {
  const commands::line_rules rules{.event = "buy", .times_of_now = true};
  EXPECT_EQ(edited(rules, {{"user", "u"}}), "user=u event=buy ");
  EXPECT_EQ(edited(rules, {{"event", "click"}, {"user", "u"}}), "event=click user=u ");
}

TEST(line_rules, ratings_are_brought_to_hundredths_of_the_best_one) {
  const commands::line_rules five{.event = "rate", .best_rating = 5, .times_of_now = true};
  EXPECT_EQ(edited(five, {{"user", "u"}, {"rating", "3.5"}}), "user=u rating=70 event=rate ");
  EXPECT_EQ(edited(five, {{"user", "u"}, {"rating", "5"}}), "user=u rating=100 event=rate ");
  for (const auto* const wrong : {"5.1", "-1", "x", "3,5", "nan"})
    EXPECT_EQ(edited(five, {{"rating", wrong}}), fmt::format("!rating: {} is not a number in 0..5", wrong));
  EXPECT_EQ(edited(five, {{"event", "click"}, {"rating", "3.5"}}), "event=click rating=3.5 ");
}

TEST(line_rules, half_stars_without_a_scale_are_refused_with_what_to_do) {
  const commands::line_rules rules{.event = "rate", .times_of_now = true};
  EXPECT_EQ(edited(rules, {{"rating", "3.5"}}),
            "!rating: 3.5 is not a whole number in 0..100; half stars of five need --rating-scale 5");
  EXPECT_EQ(edited(rules, {{"rating", "4"}}), "rating=4 event=rate ");
}

TEST(line_rules, guests_are_somebody_else_in_each_line_and_the_same_in_every_run) {
  const commands::line_rules rules{.times_of_now = true};
  commands::line_editor editor(rules);
  const auto first = edited(editor, {{"item", "1"}, {"user", ""}}, "click,,1");
  const auto second = edited(editor, {{"item", "1"}, {"user", ""}}, "click,,1");
  EXPECT_TRUE(first.starts_with("item=1 user=guest:")) << first;
  EXPECT_NE(first, second);
  EXPECT_EQ(editor.guests(), 2U);
  editor.begin_file();
  EXPECT_EQ(edited(editor, {{"item", "1"}, {"user", ""}}, "click,,1"), first);
  EXPECT_EQ(edited(editor, {{"item", "1"}}), "item=1 ")
      << "no user at all is a mistake, which reading reports";
}

TEST(line_rules, columns_that_mean_nothing_are_told_with_what_they_may_mean) {
  const commands::line_rules rules{.columns = {{"categorypath", "shelf"}}, .times_of_now = true};
  commands::line_editor editor(rules);
  EXPECT_EQ(editor.unused_columns(), "");
  for (int line = 0; line < 2; ++line)
    edited(editor,
           {{"event", "buy"}, {"shelf", "a"}, {"quantity", "1"}, {"producttype", "2"}, {"colour", "red"}});
  EXPECT_EQ(editor.unused_columns(),
            "columns that mean nothing to footfall: producttype (is it the itemtype? --map "
            "itemtype=producttype), colour");
}

TEST(line_rules, names_of_other_products_are_recognised) {
  EXPECT_EQ(commands::resembled_member("Invoice Date"), "time");
  EXPECT_EQ(commands::resembled_member("full_price"), "fullprice");
  EXPECT_EQ(commands::resembled_member("productId"), "item");
  EXPECT_EQ(commands::resembled_member("user"), "");
  EXPECT_EQ(commands::resembled_member("price"), "");
  EXPECT_EQ(commands::resembled_member("colour"), "");
}

}  // namespace
}  // namespace footfall::test
