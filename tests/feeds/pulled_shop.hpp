// A shop with a store in memory whose feeds are pulled from a content server on this machine.
#pragma once

#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/feeds/feed_puller.hpp"
#include "support/fake_server.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <string>
#include <utility>

namespace footfall::test {

/// One shop, `shop`, whose feeds are pulled when the test says so.
class pulled_shop : public testing::Test {
 protected:
  pulled_shop() {
    auto settings = boost::make_shared<customer::customer_settings>();
    settings->id = "shop";
    owner = boost::make_shared<customer::customer>(*store.number_of("shop"), settings);
    auto directory = boost::make_shared<customer::customer_directory>();
    directory->add(owner);
    customers.publish(directory);
  }

  /// From now on what is on this machine may be asked for.
  void pull(feeds::catalogues settings) {
    puller.settings_changed(std::move(settings), outbound::client::make({{"127.0.0.1"}, {}}, time).value());
  }

  std::size_t items() const {
    const auto catalogue = owner->catalogue.load();
    return catalogue ? catalogue->size() : 0;
  }

  /// What the catalogue says of an item, as JSON; empty when it says nothing.
  std::string stored(int id, std::uint32_t type = 1) const {
    const auto index = owner->items.find({type, static_cast<std::uint32_t>(id), {}});
    const auto told = index ? owner->catalogue.load()->read(*index) : failure{error::not_found, ""};
    std::string json;
    if (told) append_json(json, *told);
    return json;
  }

  manual_clock time;
  memory_event_store store;
  published<customer::customer_directory> customers;
  customer::customer_directory::pointer owner;
  customer::catalogue_keeper keeper{*store.make_entity_reader()};
  store::event_log log{store, 100'000, 100'000'000, [this](const store::commit_report& report) {
                         keeper.fold(report, *customers.load(), time);
                       }};
  feeds::feed_puller puller{
      {}, nullptr, [this] { return customers.load(); }, log, *store.make_entity_reader(), time};
};

}  // namespace footfall::test
