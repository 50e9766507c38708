// Parts of co-occurrence that the kept neighbours tell too little of.
#include "recommend/rare_parts.hpp"

#include "recommend/shop.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>

namespace footfall::test {
namespace {

using item_list = std::vector<item_index>;

// Sixty items of four colours in random sessions, each item once in one; co-occurrence keeps as many
// neighbours of each as the test says.
struct coloured_shop : shop {
  static constexpr std::int64_t now_s = 20 * 86'400;
  static constexpr item_index item_count = 60;
  static constexpr std::array colours{"red", "green", "blue", "white"};
  model::event_history events;
  boost::shared_ptr<const catalog::catalogue> told;

  coloured_shop(std::uint64_t seed, std::uint32_t neighbours, bool keeps_sessions = true) {
    std::mt19937_64 random(seed);
    for (std::uint64_t user = 1; user <= 150; ++user) {
      item_list clicked;
      for (std::size_t left = 2 + random() % 4; left > 0; --left) {
        const auto item = static_cast<item_index>(std::min(random() % item_count, random() % item_count));
        if (std::ranges::find(clicked, item) == clicked.end()) clicked.push_back(item);
      }
      auto time_s = now_s - static_cast<std::int64_t>(random() % 500'000) - 100;
      for (const auto item : clicked) append_event(events, events::event_type::click, user, item, time_s++);
    }
    events.settle();
    catalog::catalogue_editor editor({});
    for (item_index item = 0; item < item_count; ++item) {
      catalog::item what;
      what.attribute("color", catalog::attribute_type::nominal).texts = {colours[item % colours.size()]};
      editor.put(item, what);
    }
    told = editor.finish();
    std::vector definitions{model::default_definition("also", "CF_I2I_CLICK")};
    if (keeps_sessions) definitions.push_back(model::default_definition("session", "SESSION_KNN_CLICK"));
    for (auto& each : definitions) {
      *each.find("half_life") = 0;
      *each.find("window_events_min") = 0;
    }
    *definitions[0].find("neighbours") = neighbours;
    definitions[0].submodels = {{"color", {{{"red"}}, {{"green"}}, {{"blue"}}, {{"white"}}}, {}}};
    models = *model::build_models(
        definitions, {.history = events, .items = items, .now_ms = now_s * 1000, .catalogue = told});
    add_stage({{.model = "also", .data = recommend::model_data::submodels}});
  }
  [[nodiscard]] item_list ask_for(item_index context, const char* colour, std::uint32_t count = 10) const {
    auto question = about({context}, count);
    if (colour != nullptr) question.selectors = {{"color", {colour}}};
    return items_of(recommend::recommend(question, {.plan = plan,
                                                    .models = models,
                                                    .items = items,
                                                    .history = {},
                                                    .now_ms = now_s * 1000,
                                                    .categories = {nullptr, 0, told.get()},
                                                    .offered = {told.get()}})
                        .value());
  }
};

TEST(rare_parts, while_the_rows_are_whole_a_part_is_the_whole_list_filtered) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const coloured_shop shop(seed, 1000);
    for (item_index context = 0; context < coloured_shop::item_count; ++context) {
      const auto whole = shop.ask_for(context, nullptr, 50);
      for (std::size_t colour = 0; colour < coloured_shop::colours.size(); ++colour) {
        auto filtered = whole;
        std::erase_if(filtered,
                      [&](item_index item) { return item % coloured_shop::colours.size() != colour; });
        EXPECT_EQ(shop.ask_for(context, coloured_shop::colours[colour], 50), filtered) << seed;
      }
    }
  }
}

TEST(rare_parts, where_neighbours_were_left_out_the_list_is_counted_from_the_newest_sessions) {
  std::size_t more = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const coloured_shop whole(seed, 1000);
    const coloured_shop cut(seed, 4);
    const coloured_shop alone(seed, 4, false);
    for (item_index context = 0; context < coloured_shop::item_count; ++context)
      for (const auto* colour : coloured_shop::colours) {
        EXPECT_EQ(cut.ask_for(context, colour), whole.ask_for(context, colour)) << seed << ' ' << context;
        const auto kept = alone.ask_for(context, colour);
        EXPECT_LE(kept.size(), 4U);
        more += cut.ask_for(context, colour).size() - kept.size();
      }
  }
  EXPECT_GT(more, 500U) << "neighbours were left out";
}

}  // namespace
}  // namespace footfall::test
