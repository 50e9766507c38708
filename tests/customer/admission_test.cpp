// What the writer does to events before it stores them.
#include "footfall/customer/admission.hpp"

#include "customer/customer_state.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/order_line.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"
#include "footfall/store/event_log.hpp"
#include "support/commit_recorder.hpp"
#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::test {
namespace {

using indices = std::vector<std::size_t>;

events::event buy(std::uint64_t user, std::string details) {
  auto made = click(user, 7);
  made.type = events::event_type::buy;
  made.details = std::move(details);
  return made;
}

events::event record(events::event_type type, const user_key& user) {
  auto made = click(1, 1);
  made.type = type;
  made.user = user;
  made.item = {};
  return made;
}

class admission : public testing::Test {
 protected:
  indices admit(std::vector<events::event> batch) {
    looked_at = std::move(batch);
    return customer::admit(*customers, looked_at);
  }
  void store(const std::vector<events::event>& batch) {
    EXPECT_TRUE(admit(batch).empty());
    for (const auto& each : looked_at) customer::apply(*customers->find(each.customer), each);
  }
  [[nodiscard]] std::vector<bool> counting() const {
    std::vector<bool> counts;
    for (const auto& each : looked_at) counts.push_back(each.counts());
    return counts;
  }

  const boost::shared_ptr<customer::customer_directory> customers = make_customers(2);
  const user_key anna = click(1, 1).user;
  std::vector<events::event> looked_at;
};

TEST_F(admission, a_line_of_an_order_counts_once_in_a_batch_and_afterwards) {
  store({buy(1, "o=5&ol=1"), buy(1, "o=5&ol=2"), buy(1, "o=5&ol=1"), buy(1, ""), buy(1, "")});
  EXPECT_EQ(counting(), (std::vector<bool>{true, true, false, true, true}));
  EXPECT_EQ(looked_at[2].audience, events::repeated_order);
  EXPECT_EQ(events::order_line_of(looked_at[2]), events::order_line_of(looked_at[0]));
  store({buy(2, "o=5&ol=2"), buy(2, "o=6&ol=2")});
  EXPECT_EQ(counting(), (std::vector<bool>{false, true}));
}

TEST_F(admission, a_line_that_is_told_again_with_the_id_that_its_item_has_now_counts_once) {
  const auto owner = customers->find(customer_number{1});
  const auto line = [](std::uint32_t item, std::string details) {
    auto made = buy(1, std::move(details));
    made.item.number = item;
    return made;
  };
  const auto transfers = boost::make_shared<catalog::item_transfers>();
  transfers->add(*owner->items.add(line(7, "").item), *owner->items.add(line(8, "").item), 1);
  owner->transfers.publish(transfers);
  store({line(7, "o=5")});
  EXPECT_TRUE(admit({line(8, "o=5"), line(8, "o=6"), line(9, "o=5")}).empty());
  EXPECT_EQ(counting(), (std::vector<bool>{false, true, true}));
}

TEST_F(admission, orders_are_those_of_their_customer) {
  store({buy(1, "o=5")});
  auto of_other = buy(1, "o=5");
  of_other.customer = {2};
  store({of_other});
  EXPECT_EQ(counting(), (std::vector<bool>{true}));
}

TEST_F(admission, what_counted_for_nothing_before_says_nothing_of_an_order) {
  auto of_bot = buy(1, "a=bots&o=5");
  events::restore_fields(of_bot);
  store({of_bot, buy(1, "o=5")});
  EXPECT_EQ(counting(), (std::vector<bool>{false, true}));
}

TEST_F(admission, the_oldest_lines_of_very_many_are_forgotten) {
  auto& orders = customers->find(customer_number{1})->orders;
  for (std::uint64_t line = 1; line <= customer::order_book::lines_max + 2; ++line) orders.add(line);
  EXPECT_EQ(orders.size(), customer::order_book::lines_max);
  EXPECT_FALSE(orders.holds(2));
  EXPECT_TRUE(orders.holds(3));
  EXPECT_LT(orders.bytes(), 10'000'000U);
}

TEST_F(admission, events_that_waited_while_their_user_was_forgotten_are_not_stored) {
  const auto later = identity::key_of_forgotten(anna);
  EXPECT_EQ(admit({click(1, 1), record(events::forget_record, anna), record(events::forgotten_record, later),
                   click(1, 2), click(2, 2)}),
            (indices{3}));
  store({record(events::forget_record, anna), record(events::forgotten_record, later)});
  auto login = click(2, 1);
  login.type = events::event_type::login;
  login.item = {};
  events::append_link(login.details, {login.user, anna});
  EXPECT_EQ(admit({click(1, 3), login, click(2, 3)}), (indices{0, 1}));
}

TEST_F(admission, events_that_waited_while_their_user_opted_out_are_not_stored) {
  constexpr auto opt_out = events::event_type::opt_out;
  constexpr auto opt_in = events::event_type::opt_in;
  EXPECT_EQ(admit({record(opt_out, anna), click(1, 1), record(opt_in, anna), click(1, 2)}), (indices{1}));
  store({record(opt_out, anna)});
  auto undone = record(events::event_type::unlink, anna);
  events::append_link(undone.details, {anna, click(2, 1).user});
  EXPECT_EQ(admit({click(1, 1), undone}), (indices{0})) << "an operator may undo a link";
  EXPECT_EQ(admit({record(opt_in, anna), click(1, 1)}), indices{});
}

TEST_F(admission, the_log_leaves_out_what_is_refused_and_tells_whose_it_was) {
  memory_event_store file;
  commit_recorder recorder;
  store::event_log log(file, 1000, 1'000'000, recorder.observer(), 1000, [](std::span<events::event> batch) {
    indices refused;
    for (std::size_t index = 0; index < batch.size(); ++index)
      if (batch[index].item.number == 2) refused.push_back(index);
    return refused;
  });
  std::vector<events::event> some{imported_click(1, 1, 11), click(1, 2), click(1, 3),
                                  imported_click(1, 1, 11)};
  const auto told = log.append_and_wait(some);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->repeated, (indices{1, 3}));
  const auto commits = recorder.commits();
  ASSERT_EQ(commits.size(), 1U);
  ASSERT_EQ(commits[0].events.size(), 2U);
  EXPECT_EQ(commits[0].events[1].item.number, 3U);
}

}  // namespace
}  // namespace footfall::test
