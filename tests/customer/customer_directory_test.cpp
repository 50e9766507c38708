// Customers by id: the ways in which clients write it.
#include "footfall/customer/customer.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::test {
namespace {

using customer::customer_directory;

customer_directory::pointer make_customer(std::uint32_t number, std::string id) {
  customer::customer_settings settings;
  settings.id = std::move(id);
  return boost::make_shared<customer::customer>(
      customer_number{number}, boost::make_shared<const customer::customer_settings>(std::move(settings)));
}

TEST(customer_directory, finds_by_id_and_by_number) {
  customer_directory directory;
  const auto shop = make_customer(7, "shop");
  directory.add(shop);
  EXPECT_EQ(directory.find("shop"), shop);
  EXPECT_EQ(directory.find(customer_number{7}), shop);
  EXPECT_EQ(directory.find("Shop"), nullptr);
  EXPECT_EQ(directory.find(customer_number{8}), nullptr);
}

TEST(customer_directory, ids_of_digits_are_found_without_leading_zeros_when_nothing_matches_as_text) {
  customer_directory directory;
  const auto zeros = make_customer(1, "00000");
  const auto padded = make_customer(2, "0041307");
  directory.add(zeros);
  directory.add(padded);
  EXPECT_EQ(directory.find("0"), zeros);
  EXPECT_EQ(directory.find("00"), zeros);
  EXPECT_EQ(directory.find("41307"), padded);
  EXPECT_EQ(directory.find("41308"), nullptr);
  EXPECT_EQ(directory.find(""), nullptr);
}

TEST(customer_directory, text_goes_before_digits_without_zeros) {
  customer_directory directory;
  const auto padded = make_customer(1, "007");
  const auto plain = make_customer(2, "7");
  directory.add(padded);
  directory.add(plain);
  EXPECT_EQ(directory.find("7"), plain);
  EXPECT_EQ(directory.find("007"), padded);
}

TEST(customer_settings, scenarios_are_found_by_id) {
  const customer::customer_settings settings;
  ASSERT_NE(settings.find_scenario("cross_sell"), nullptr);
  EXPECT_EQ(settings.find_scenario("cross_sell")->id, "cross_sell");
  EXPECT_EQ(settings.find_scenario("no_such_thing"), nullptr);
}

}  // namespace
}  // namespace footfall::test
