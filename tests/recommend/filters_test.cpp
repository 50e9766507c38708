// What the filters of a scenario leave out.
#include "footfall/recommend/filters.hpp"

#include "recommend/request_admission.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using events::history_type;
using recommend::filter_settings;

const std::vector<profile::history_entry> history{{9, 50, history_type::owns, 1},
                                                  {4, 40, history_type::consumed, 100},
                                                  {2, 30, history_type::clicked, 1},
                                                  {3, 20, history_type::owns, 1}};
const std::vector<item_index> context{7, 3, 7};

struct prepared {
  explicit prepared(const filter_settings& enabled, std::span<const profile::history_entry> of = history,
                    std::int64_t now_ms = 0, std::span<const item_index> group = {},
                    std::vector<std::string> categories = {})
      : settings(enabled), wanted(std::move(categories)) {
    clicked.add(0, "Shoes/Children", 100);
    clicked.add(1, "Shoestrings", 100);
    clicked.add(1, "Sale", 100);
    clicked.add(2, "Shoes", 100);
    for (std::uint32_t number = 1; number <= 20; ++number)
      static_cast<void>(items.add({number <= 15 ? 1U : 2U, number, {}}));
    admission.prepare({.settings = settings,
                       .items = items,
                       .output_types = output_types,
                       .context_items = context,
                       .history = of,
                       .now_ms = now_ms,
                       .categories = known,
                       .wanted_categories = wanted,
                       .group = group});
  }
  /// Of items 0..14, which are of the output type.
  [[nodiscard]] std::vector<item_index> left_out() const {
    std::vector<item_index> found;
    for (item_index item = 0; item < 15; ++item)
      if (!admission.admits(item)) found.push_back(item);
    return found;
  }
  [[nodiscard]] std::string reason_of(item_index item) const {
    const auto* by = admission.refused_by(item);
    return by == nullptr ? "" : std::string(by->name);
  }

  const filter_settings settings;
  const std::vector<std::string> wanted;
  const std::vector<std::uint32_t> output_types{1};
  catalog::item_categories clicked;
  const recommend::known_categories known{&clicked, 0};
  catalog::item_dictionary items;
  recommend::request_admission admission;
};

struct filter_case {
  const char* name;
  filter_settings settings;
  std::vector<item_index> expected;
};

TEST(filters, enabled_ones_leave_out_their_items) {
  const filter_case cases[] = {
      {"none", {false, false, false}, {}},
      {"context items", {true, false, false}, {3, 7}},
      {"already purchased", {false, true, false}, {3, 9}},
      {"already consumed", {false, false, true}, {4}},
      {"all", {true, true, true}, {3, 4, 7, 9}},
  };
  for (const auto& row : cases) EXPECT_EQ(prepared(row.settings).left_out(), row.expected) << row.name;
}

TEST(filters, each_refusal_names_the_first_row_that_refuses) {
  const prepared all({true, true, true});
  EXPECT_EQ(all.reason_of(7), "context_items");
  EXPECT_EQ(all.reason_of(3), "context_items");
  EXPECT_EQ(all.reason_of(9), "already_purchased");
  EXPECT_EQ(all.reason_of(4), "already_consumed");
  EXPECT_EQ(all.reason_of(15), "item_type");
  EXPECT_EQ(all.reason_of(2), "");
  EXPECT_FALSE(all.admission.has_refused());  // nothing was a candidate yet
  EXPECT_FALSE(all.admission.admits(15));
  EXPECT_TRUE(all.admission.has_refused());
}

TEST(filters, items_outside_a_group_are_refused) {
  const std::vector<item_index> group{1, 2, 9};
  const prepared some({false, true, false}, history, 0, group);
  EXPECT_TRUE(some.admission.admits(1));
  EXPECT_EQ(some.reason_of(9), "already_purchased");
  EXPECT_EQ(some.reason_of(5), "group");
}

TEST(filters, items_outside_the_wanted_categories_are_refused) {
  const auto admitted = [](std::vector<std::string> categories, bool enabled = true) {
    const prepared some({false, false, false, enabled}, history, 0, {}, std::move(categories));
    std::vector<item_index> found;
    for (item_index item = 0; item < 4; ++item)
      if (some.admission.admits(item)) found.push_back(item);
    return found;
  };
  using item_list = std::vector<item_index>;
  EXPECT_EQ(admitted({"Shoes"}), (item_list{0, 2}));
  EXPECT_EQ(admitted({"Shoes/Children"}), (item_list{0}));
  EXPECT_EQ(admitted({"Sale", "Shoes/Children"}), (item_list{0, 1}));
  EXPECT_EQ(admitted({"Shoes", ""}), (item_list{0, 1, 2, 3}));  // the whole site is one of them
  EXPECT_EQ(admitted({}), (item_list{0, 1, 2, 3}));
  EXPECT_EQ(admitted({"Shoes"}, false), (item_list{0, 1, 2, 3}));
}

TEST(filters, closest_category_shares_the_longest_beginning) {
  catalog::item_categories clicked;
  for (const auto* path : {"Shoes/Children/Sandals", "Sale/Shoes", "Shoes/Women"}) clicked.add(0, path, 100);
  clicked.add(1, "Shoes/Women", 100);
  const recommend::known_categories known{&clicked, 0};
  const auto closest = [&](item_index item, std::string wanted) {
    return recommend::closest_category(known, item, std::vector{std::move(wanted)});
  };
  EXPECT_EQ(closest(0, "Shoes/Children"), "Shoes/Children/Sandals");
  EXPECT_EQ(closest(0, "Shoes/Women/Boots"), "Shoes/Women");
  EXPECT_EQ(closest(0, "Sale"), "Sale/Shoes");
  EXPECT_EQ(closest(0, "Shoe"), "");
  EXPECT_EQ(closest(1, "Shoes"), "");  // it has no other
}

TEST(filters, what_was_answered_already_is_left_out_without_a_reason) {
  prepared none({false, false, false});
  for (const item_index item : {8U, 2U, 5U}) none.admission.add_answered(item);
  EXPECT_EQ(none.left_out(), (std::vector<item_index>{2, 5, 8}));
  EXPECT_EQ(none.reason_of(5), "");
  EXPECT_FALSE(none.admission.has_refused());
  EXPECT_EQ(none.admission.excluded(), 3U);
}

TEST(filters, only_those_of_the_user_make_the_answer_one_of_the_user) {
  const std::vector<profile::history_entry> listed{{8, 50, history_type::blacklist, 1}};
  EXPECT_FALSE(prepared({true, false, false}).admission.reads_user());
  EXPECT_TRUE(prepared({false, true, false}).admission.reads_user());
  EXPECT_TRUE(prepared({false, false, false}, listed).admission.reads_user());
}

TEST(filters, every_row_has_a_name_of_its_own_and_a_switch_of_its_own_unless_it_is_always_on) {
  for (const auto& row : recommend::filters())
    for (const auto& other : recommend::filters()) {
      if (&row == &other) continue;
      EXPECT_NE(row.name, other.name);
      EXPECT_TRUE(row.enabled.index() == 0 || row.enabled != other.enabled) << row.name;
    }
}

TEST(filters, a_blacklisted_item_is_left_out_whatever_the_settings_say_and_for_a_year) {
  const std::vector<profile::history_entry> listed{{8, 1'000'000, history_type::blacklist, 1},
                                                   {9, 1'000'000, history_type::owns, 1}};
  constexpr std::int64_t listed_ms = 1'000'000'000;
  const filter_settings purchased{false, true, false};
  const auto left_out = [&](const filter_settings& settings, std::int64_t now_ms) {
    return prepared(settings, listed, now_ms).left_out();
  };
  EXPECT_EQ(left_out({false, false, false}, listed_ms), (std::vector<item_index>{8}));
  EXPECT_EQ(left_out(purchased, listed_ms + recommend::history_filter_ms - 1),
            (std::vector<item_index>{8, 9}));
  EXPECT_TRUE(left_out(purchased, listed_ms + recommend::history_filter_ms).empty());
}

TEST(filters, what_the_customer_does_not_offer_is_left_out) {
  catalog::item hidden;
  hidden.visible = false;
  catalog::catalogue_editor editor({});
  editor.put(0, hidden);
  editor.put(1, {});
  editor.remove(2);
  const auto catalogue = editor.finish();
  catalog::item_dictionary items;
  for (std::uint32_t number = 1; number <= 4; ++number) static_cast<void>(items.add({1, number, {}}));
  const recommend::known_categories nowhere;
  const filter_settings settings;
  const std::vector<std::uint32_t> types{1};
  const auto left = [&](recommend::offered_items offered) {
    recommend::request_admission admission;
    admission.prepare({.settings = settings,
                       .items = items,
                       .output_types = types,
                       .categories = nowhere,
                       .offered = offered});
    std::vector<item_index> admitted;
    for (item_index item = 0; item < 4; ++item)
      if (admission.admits(item)) admitted.push_back(item);
    return admitted;
  };
  using catalog::unknown_items;
  EXPECT_EQ(left({catalogue.get(), unknown_items::automatic}), (std::vector<item_index>{1, 3}));
  EXPECT_EQ(left({catalogue.get(), unknown_items::hide}), (std::vector<item_index>{1}));
  EXPECT_EQ(left({nullptr, unknown_items::automatic}).size(), 4U);
  EXPECT_TRUE(left({nullptr, unknown_items::hide}).empty());
}

}  // namespace
}  // namespace footfall::test
