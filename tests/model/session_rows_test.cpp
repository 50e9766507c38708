// Rows of pairs counted from the sessions that session kNN keeps.
#include "footfall/model/session_rows.hpp"

#include "footfall/model/model_set.hpp"
#include "model/co_occurrence.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace footfall::test {
namespace {

constexpr std::int64_t now_s = 20 * 86'400;
constexpr item_index x = 1;
constexpr item_index y = 2;

// Whose sessions session kNN keeps; damping is 9, and nothing ages.
struct session_shop {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition kept = model::default_definition("kept", "SESSION_KNN_CLICK");
  model::model_definition also = model::default_definition("also", "CF_I2I_CLICK");
  model::model_library library;

  session_shop() {
    kept.set(model::option::window_events_min, 0);
    kept.set(model::option::half_life, 0);
    also.set(model::option::damping, 9);
    also.set(model::option::neighbour_exponent, 1);
  }
  void click(std::uint64_t user, const std::vector<item_index>& clicked) {
    auto time_s = now_s - 3600;
    for (const auto item : clicked) append_event(history, events::event_type::click, user, item, time_s++);
  }
  // Of y beside x; nothing else is in the row.
  double score() {
    history.settle();
    const model::build_input input{.history = history, .items = items, .now_ms = now_s * 1000};
    const auto built = library.update({&kept, 1}, input)->models.at(0);
    const auto* rows = dynamic_cast<const model::session_rows*>(built.content.get());
    if (rows == nullptr) return 0;
    model::scored_list list;
    const std::vector<item_index> context{x};
    rows->count_rows(also, {.context = context}, list);
    return list.size() == 1 && list.front().item == y ? double{list.front().score} : 0;
  }
};

TEST(session_rows, an_item_that_all_sessions_hold_has_all_of_them_as_its_support) {
  session_shop shop;
  shop.click(1, {x, y});
  shop.click(2, {x, y});
  EXPECT_NEAR(shop.score(), 2.0 / ((2 + 9) * (2 + 9)), 1e-6);
}

TEST(session_rows, sessions_of_one_item_alone_hold_back_neighbours_but_not_the_row) {
  session_shop shop;
  shop.click(1, {x, y});
  shop.click(2, {x});
  shop.click(3, {y});
  shop.click(4, {y});
  EXPECT_NEAR(shop.score(), 1.0 / ((1 + 9) * (3 + 9)), 1e-6);
}

}  // namespace
}  // namespace footfall::test
