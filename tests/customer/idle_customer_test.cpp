// What a customer costs that has no events.
#include "footfall/customer/model_builder.hpp"

#include "support/example_events.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"

#include <malloc.h>

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <string>

namespace footfall::test {
namespace {

constexpr std::size_t customers_count = 100;

std::size_t allocated_bytes() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

/// Customers with the settings that are there without any.
struct idle_customers {
  idle_customers() {
    auto directory = boost::make_shared<customer::customer_directory>();
    for (std::size_t each = 0; each < customers_count; ++each) {
      auto settings = boost::make_shared<customer::customer_settings>();
      settings->id = "shop" + std::to_string(each);
      directory->add(boost::make_shared<customer::customer>(*store.number_of(settings->id), settings));
    }
    customers.publish(std::move(directory));
  }

  memory_event_store store;
  manual_clock time;
  published<customer::customer_directory> customers;
  customer::model_builder builder{{}, [this] { return customers.load(); }, *store.make_reader(), time};
};

TEST(idle_customer, takes_less_than_40_kilobytes_with_its_settings_and_models) {
  if (allocated_bytes() == 0) GTEST_SKIP() << "another allocator, which does not tell";
  const auto before = allocated_bytes();
  idle_customers shops;
  ASSERT_TRUE(shops.builder.run_once());
  EXPECT_LT((allocated_bytes() - before) / customers_count, 40'000U);
}

TEST(idle_customer, has_models_that_say_nothing_until_its_first_event) {
  idle_customers shops;
  ASSERT_TRUE(shops.builder.run_once());
  const auto all = shops.customers.load();
  const auto first = all->find(customer_number{1});
  const auto second = all->find(customer_number{2});
  EXPECT_EQ(first->models.load(), second->models.load()) << "they share what stands in for models";
  ASSERT_NE(first->models.load()->find("top_clicked"), nullptr);
  EXPECT_EQ(first->models.load()->find("top_clicked")->content, nullptr);
  static_cast<void>(first->items.add(click(1, 7).item));
  ASSERT_TRUE(shops.store.append_batch(std::vector{click(1, 7)}));
  ASSERT_TRUE(shops.builder.run_once());
  ASSERT_NE(first->models.load()->find("top_clicked")->content, nullptr);
  EXPECT_EQ(first->models.load()->find("top_clicked")->content->record().items, 1U);
  EXPECT_EQ(second->models.load()->find("top_clicked")->content, nullptr);
}

}  // namespace
}  // namespace footfall::test
