// How much of what is bought was bought before.
#include "model/repurchases.hpp"

#include "footfall/model/event_history.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t day_s = 86'400;

class shop_log {
 public:
  void buy(std::uint64_t user, item_index item, std::int64_t day, std::int64_t second = 0) {
    events::event stored;
    stored.type = events::event_type::buy;
    stored.time_ms = (1'000'000'000 + day * day_s + second) * 1000;
    stored.user = user_numbered(user);
    stored.item = {1, item + 1, {}};
    history_.append(stored, item);
  }
  [[nodiscard]] double share() {
    history_.settle();
    return model::repurchase_share(history_.book(events::event_type::buy));
  }

 private:
  model::event_history history_;
};

TEST(repurchases, none_without_purchases) { EXPECT_EQ(shop_log().share(), 0); }

TEST(repurchases, an_item_of_an_earlier_session_of_the_same_person_counts) {
  shop_log log;
  log.buy(1, 5, 0);
  log.buy(1, 5, 10);  // again
  log.buy(2, 5, 10);  // another person
  log.buy(1, 6, 20);  // another item
  EXPECT_DOUBLE_EQ(log.share(), 0.25);
}

TEST(repurchases, the_same_item_twice_in_a_session_is_one_purchase) {
  shop_log log;
  log.buy(1, 5, 0);
  log.buy(1, 5, 0, 60);
  EXPECT_EQ(log.share(), 0);
  log.buy(1, 5, 1);
  EXPECT_DOUBLE_EQ(log.share(), 0.5);
}

TEST(repurchases, only_purchases_of_the_last_ninety_days_count_but_all_before_are_known) {
  shop_log log;
  for (std::int64_t day = 0; day < 5; ++day) log.buy(2, 6, day);  // long ago
  log.buy(1, 5, 0);
  log.buy(1, 5, 300);
  log.buy(1, 7, 301);
  EXPECT_DOUBLE_EQ(log.share(), 0.5);
}

}  // namespace
}  // namespace footfall::test
