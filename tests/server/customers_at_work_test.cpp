#include "server/customers_at_work.hpp"

#include "footfall/settings/documents.hpp"
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
  result<std::vector<customer_number>> numbers_of(std::span<const std::string_view> customer_ids) override {
    ++commits_;
    if (fails_) return failure{error::store_failed, "the test's disk is full"};
    return memory_event_store::numbers_of(customer_ids);
  }
  [[nodiscard]] int commits() const { return commits_; }

 private:
  bool fails_ = false;
  int commits_ = 0;
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

TEST_F(customers_at_work, models_and_scenarios_of_the_store_come_to_those_of_the_file) {
  const auto put = [&](settings::document_kind kind, const char* id, const char* text) {
    return store::entity_write{.customer = *store.number_of("old"),
                               .kind = store::entity_kind::document,
                               .key = settings::document_entity_key(kind, id),
                               .content = settings::document_entity_content(text)};
  };
  const std::vector<store::entity_write> writes{
      put(settings::document_kind::model, "near", R"({"id": "near", "type": "CF_I2I_BUY"})"),
      put(settings::document_kind::scenario, "box", R"({"id": "box", "stages": [{"models": ["near"]}]})")};
  ASSERT_TRUE(store.append_batch({}, writes));
  const std::vector<customer::customer_settings> settings{named("old", 30), named("new", 30)};
  static_cast<void>(customer_plan::make(settings, current.get(), store, {})->put_in_force());
  const auto shop = current->find("old")->settings.load();
  ASSERT_NE(shop->find_scenario("box"), nullptr);
  EXPECT_EQ(shop->models.back().id, "near");
  EXPECT_EQ(customer_plan::make(settings, nullptr, store, {})
                ->make_newcomers()
                .find("new")
                ->settings.load()
                ->find_scenario("box"),
            nullptr);
}

TEST_F(customers_at_work, documents_that_do_not_fit_leave_the_settings_of_the_file) {
  const std::vector<store::entity_write> writes{
      {.customer = *store.number_of("old"),
       .kind = store::entity_kind::document,
       .key = settings::document_entity_key(settings::document_kind::scenario, "box"),
       .content = settings::document_entity_content(R"({"id": "box", "stages": [{"models": ["gone"]}]})")}};
  ASSERT_TRUE(store.append_batch({}, writes));
  const std::vector<customer::customer_settings> settings{named("old", 5)};
  auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_TRUE(plan);
  static_cast<void>(plan->put_in_force());
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 5U);
  EXPECT_EQ(current->find("old")->settings.load()->find_scenario("box"), nullptr);
}

TEST_F(customers_at_work, a_plan_changes_nothing_until_it_is_put_in_force) {
  const std::vector<customer::customer_settings> settings{named("old", 5), named("new", 5)};
  auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_TRUE(plan);
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 30U);
  const auto directory = plan->put_in_force();
  EXPECT_EQ(directory->find("old"), current->find("old"));
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 5U);
}

TEST_F(customers_at_work, many_newcomers_get_their_numbers_in_one_commit) {
  std::vector<customer::customer_settings> settings{named("old", 30)};
  for (int number = 0; number < 100; ++number) settings.push_back(named("shop" + std::to_string(number), 30));
  const auto before = store.commits();
  const auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_TRUE(plan);
  EXPECT_EQ(store.commits(), before + 1);
  const auto newcomers = plan->make_newcomers();
  EXPECT_EQ(newcomers.by_id().size(), 100U);
  for (const auto& [id, each] : newcomers.by_id()) EXPECT_EQ(each->number, *store.number_of(id)) << id;
}

TEST_F(customers_at_work, a_store_that_fails_leaves_everything_as_it_was) {
  store.fail_numbers(true);
  const std::vector<customer::customer_settings> settings{named("old", 5), named("new", 5)};
  const auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code(), error::store_failed);
  EXPECT_EQ(current->find("old")->settings.load()->session_minutes, 30U);
}

TEST_F(customers_at_work, a_newcomer_is_joining_until_it_is_there_and_each_attempt_begins_anew) {
  const std::vector<customer::customer_settings> settings{named("old", 30), named("007", 30)};
  auto plan = customer_plan::make(settings, current.get(), store, {});
  ASSERT_TRUE(plan);
  ASSERT_TRUE(plan->has_newcomers());
  const auto directory = plan->put_in_force();
  EXPECT_EQ(directory->find("007"), nullptr);
  EXPECT_TRUE(directory->is_joining("7"));
  EXPECT_FALSE(directory->is_joining("old"));
  const auto attempt = plan->make_newcomers();
  EXPECT_NE(attempt.find("007"), plan->make_newcomers().find("007"));
  const auto all = server::joined(*directory, attempt);
  EXPECT_EQ(all->find("007"), attempt.find("007"));
  EXPECT_NE(all->find("old"), nullptr);
  EXPECT_FALSE(all->is_joining("007"));
}

}  // namespace
}  // namespace footfall::test
