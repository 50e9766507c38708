#include "server/customers_at_work.hpp"

#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using server::customer_plan;

customer::customer_settings named(const std::string& id, std::uint32_t session_minutes) {
  customer::customer_settings shop;
  shop.id = id;
  shop.session_minutes = session_minutes;
  return shop;
}

/// A store whose disk is full when the test wants it.
class full_store final : public memory_event_store {
 public:
  void fail_numbers(bool fail) { fails_ = fail; }
  result<customer_number> number_of(std::string_view customer_id) override {
    if (fails_) return failure{error::store_failed, "the test's disk is full"};
    return memory_event_store::number_of(customer_id);
  }

 private:
  bool fails_ = false;
};

class customers_at_work : public testing::Test {
 protected:
  customers_at_work() {
    const std::vector<customer::customer_settings> settings{named("old", 30)};
    current = server::joined(customer_plan::make(settings, nullptr, store, {})->make_newcomers(), {});
  }

  full_store store;
  boost::shared_ptr<const customer::customer_directory> current;
};

TEST_F(customers_at_work, a_plan_changes_nothing_until_it_is_put_in_force) {
  const std::vector<customer::customer_settings> settings{named("old", 5), named("new", 5)};
  auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_TRUE(plan);
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 30U);
  const auto directory = plan->put_in_force();
  EXPECT_EQ(directory->find("old"), current->find("old"));
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 5U);
}

TEST_F(customers_at_work, a_store_that_fails_leaves_everything_as_it_was) {
  store.fail_numbers(true);
  const std::vector<customer::customer_settings> settings{named("old", 5), named("new", 5)};
  const auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code(), error::store_failed);
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 30U);
}

TEST_F(customers_at_work, a_newcomer_is_found_when_it_is_there_and_each_attempt_to_bring_it_begins_anew) {
  const std::vector<customer::customer_settings> settings{named("old", 30), named("007", 30)};
  auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_TRUE(plan);
  ASSERT_TRUE(plan->has_newcomers());
  const auto directory = plan->put_in_force();
  EXPECT_EQ(directory->find("007"), nullptr);
  const auto attempt = plan->make_newcomers();
  EXPECT_NE(attempt.find("007"), plan->make_newcomers().find("007"));
  const auto all = server::joined(*directory, attempt);
  EXPECT_EQ(all->find("007"), attempt.find("007"));
  EXPECT_NE(all->find("old"), nullptr);
}

}  // namespace
}  // namespace footfall::test
