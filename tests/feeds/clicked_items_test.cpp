// Item data within clicks, in a shop that takes it.
#include "footfall/feeds/clicked_items.hpp"

#include "feeds/pulled_shop.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/feeds/item_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::feeds {
namespace {

class clicked_items_of_shop : public test::pulled_shop {
 protected:
  clicked_items_of_shop() {
    auto settings = boost::make_shared<customer::customer_settings>(*owner->settings.load());
    settings->click_items = true;
    settings->click_item_hosts = {"shop.example", "images.example"};
    owner->change_settings(settings);
    pull({});
  }

  static events::event click_of(std::uint32_t id, const std::string& details) {
    events::event click;
    click.type = events::event_type::click;
    click.item = {1, id, {}};
    click.details = details;
    return click;
  }

  // A click of which the log knows, and what it says once the puller gets to it.
  void click(std::uint32_t id, const std::string& details) {
    const auto event = click_of(id, details);
    customer::apply(*owner, event);
    const auto said = clicked_item_of(*owner->settings.load(), {&event, 1});
    ASSERT_TRUE(said);
    puller.note_click(*said);
    time.advance_ms(1'000);
    ASSERT_TRUE(puller.run_due());
  }

  void import(const catalog::item& what, catalog_import::import_mode mode) {
    const auto reader = *store.make_entity_reader();
    item_store to(owner->number, *reader, door_of(log, owner->number));
    ASSERT_TRUE(to.store({what}, mode));
  }

  bool item_has(int id, std::string_view text) const { return stored(id).find(text) != std::string::npos; }
};

constexpr auto all_details =
    "it=Lamp&iu=https://shop.example/lamp&ii=https://images.example/lamp.jpg&ip=9.99EUR&ib=12.50EUR";

TEST_F(clicked_items_of_shop, an_item_of_which_nobody_has_told_is_made_of_what_clicks_say) {
  click(1, all_details);
  EXPECT_TRUE(item_has(1, R"("title":"Lamp")")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("link":"https://shop.example/lamp")")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("images":["https://images.example/lamp.jpg"])")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("price":{"currency":"EUR","minor":1250})")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("sale":{"minor":999})")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("from_clicks":["images","link","price","title"])")) << stored(1);
}

TEST_F(clicked_items_of_shop, later_clicks_change_what_clicks_have_told) {
  click(1, "it=Lamp&ip=9.99EUR");
  click(1, "it=Lamp&ip=8.99EUR");
  EXPECT_TRUE(item_has(1, R"("minor":899)")) << stored(1);
  const auto revision = owner->catalogue.load()->revision();
  click(1, "it=Lamp&ip=8.99EUR");
  EXPECT_EQ(owner->catalogue.load()->revision(), revision) << "what says nothing new is not stored";
}

TEST_F(clicked_items_of_shop, what_an_import_has_told_stays) {
  catalog::item lamp;
  lamp.id = "1";
  lamp.title = "A lamp of the import";
  import(lamp, catalog_import::import_mode::update);
  click(1, all_details);
  EXPECT_TRUE(item_has(1, "A lamp of the import")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("minor":1250)")) << stored(1);
  lamp.price = text::price{700, {}};
  import(lamp, catalog_import::import_mode::update);
  click(1, all_details);
  EXPECT_TRUE(item_has(1, R"("minor":700)")) << stored(1);
  EXPECT_TRUE(item_has(1, R"("from_clicks":["images","link"])")) << stored(1);
}

TEST_F(clicked_items_of_shop, addresses_of_other_hosts_and_prices_that_are_none_are_left_out) {
  click(1, "it=Lamp&iu=https://evil.example/&ii=javascript:alert(1)");
  EXPECT_TRUE(item_has(1, R"("from_clicks":["title"])")) << stored(1);
  EXPECT_FALSE(item_has(1, "evil"));
  click(3, "it=%FF%FE");
  click(2, "it=Torch&ip=cheap");
  EXPECT_EQ(stored(2), "");
}

TEST_F(clicked_items_of_shop, an_item_that_a_full_import_does_not_have_stays_unknown) {
  catalog::item lamp;
  lamp.id = "1";
  import(lamp, catalog_import::import_mode::full);
  click(2, "it=Torch");
  EXPECT_EQ(items(), 1u);
}

TEST_F(clicked_items_of_shop, other_events_and_shops_that_do_not_want_it_say_nothing) {
  auto event = click_of(1, "it=Lamp");
  EXPECT_TRUE(clicked_item_of(*owner->settings.load(), {&event, 1}));
  EXPECT_FALSE(clicked_item_of(customer::customer_settings(), {&event, 1}));
  event.details = "c=Light";
  EXPECT_FALSE(clicked_item_of(*owner->settings.load(), {&event, 1}));
  event = click_of(1, "it=Lamp");
  event.type = events::event_type::basket;
  EXPECT_FALSE(clicked_item_of(*owner->settings.load(), {&event, 1}));
}

TEST_F(clicked_items_of_shop, clicks_wait_a_second_and_of_each_item_the_newest) {
  clicked_items waiting;
  EXPECT_TRUE(waiting.add({"shop", {1, 1, {}}, "it=a"}, 5));
  EXPECT_FALSE(waiting.add({"shop", {1, 1, {}}, "it=Lamp"}, 6));
  EXPECT_EQ(waiting.due_ns(), 5 + clicked_items::delay_ns);
  customer::apply(*owner, click_of(1, {}));
  ASSERT_TRUE(waiting.store(*customers.load(), log, 0));
  EXPECT_TRUE(item_has(1, "Lamp"));
  EXPECT_EQ(waiting.due_ns(), std::numeric_limits<std::int64_t>::max());
}

TEST_F(clicked_items_of_shop, items_that_wait_are_bounded) {
  clicked_items waiting;
  for (std::uint32_t id = 1; id <= 2 * clicked_items::waiting_max; ++id) {
    customer::apply(*owner, click_of(id, {}));
    waiting.add({"shop", {1, id, {}}, "it=Lamp"}, 0);
  }
  ASSERT_TRUE(waiting.store(*customers.load(), log, 0));
  EXPECT_EQ(items(), clicked_items::waiting_max);
}

}  // namespace
}  // namespace footfall::feeds
