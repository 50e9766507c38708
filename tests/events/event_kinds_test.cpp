// The table of events, and what of it is on disk and must not change.
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/page_events.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {

using events::event;
using events::event_type;
using events::find_event_kind;

TEST(event_kinds, names_and_aliases_are_found_in_any_case) {
  const struct {
    std::string_view name;
    event_type type;
  } cases[] = {{"click", event_type::click},
               {"CLICK", event_type::click},
               {"Consume", event_type::consume},
               {"buy", event_type::buy},
               {"basket", event_type::basket},
               {"rate", event_type::rate},
               {"rendered", event_type::rendered},
               {"render", event_type::rendered},
               {"clickrecommended", event_type::clickrecommended},
               {"Follow", event_type::clickrecommended},
               {"owns", event_type::owns},
               {"login", event_type::login},
               {"Transfer", event_type::login},
               {"deletefrombasket", event_type::deletefrombasket},
               {"wishlist", event_type::wishlist},
               {"deletefromwishlist", event_type::deletefromwishlist},
               {"blacklist", event_type::blacklist},
               {"deletefromblacklist", events::unblacklist_event},
               {"triggerOpened", event_type::triggeropened},
               {"clicktriggered", event_type::clicktriggered}};
  for (const auto& one : cases) {
    const auto* kind = find_event_kind(one.name);
    ASSERT_NE(kind, nullptr) << one.name;
    EXPECT_EQ(kind->type, one.type) << one.name;
  }
}

TEST(event_kinds, other_names_are_not_found) {
  for (const auto* const name : {"", "clic", "clicks", "click ", "rendere", "unlink", "allowlinks", "search",
                                 "brandview", "categoryview"})
    EXPECT_EQ(find_event_kind(name), nullptr) << name;
}

TEST(event_kinds, types_are_found_and_unknown_numbers_are_not) {
  for (const auto& kind : events::event_kinds()) EXPECT_EQ(find_event_kind(kind.type), &kind);
  EXPECT_EQ(find_event_kind(static_cast<event_type>(0)), nullptr);
  EXPECT_EQ(find_event_kind(static_cast<event_type>(events::event_kinds().size() + 1)), nullptr);
  EXPECT_EQ(find_event_kind(static_cast<event_type>(255)), nullptr);
}

TEST(event_kinds, the_numbers_on_disk_never_change) {
  const struct {
    event_type type;
    int number;
  } cases[] = {{event_type::click, 1},
               {event_type::consume, 2},
               {event_type::buy, 3},
               {event_type::basket, 4},
               {event_type::rate, 5},
               {event_type::rendered, 6},
               {event_type::clickrecommended, 7},
               {event_type::owns, 8},
               {event_type::login, 9},
               {event_type::deletefrombasket, 10},
               {event_type::wishlist, 11},
               {event_type::deletefromwishlist, 12},
               {event_type::blacklist, 13},
               {event_type::triggeropened, 14},
               {event_type::clicktriggered, 15},
               {event_type::unlink, 16},
               {event_type::allow_links, 17},
               {events::category_view_event, 18},
               {events::brand_view_event, 19},
               {events::search_event, 20},
               {events::preference_event, 21},
               {events::unblacklist_event, 22}};
  EXPECT_EQ(std::size(cases), events::event_kinds().size());
  for (const auto& one : cases) EXPECT_EQ(static_cast<int>(one.type), one.number);
}

TEST(event_kinds, the_short_names_on_disk_never_change) {
  const struct {
    event_type type;
    std::string_view name;
    std::string_view stored_name;
  } cases[] = {{event_type::click, "categorypath", "c"},
               {event_type::click, "lang", "l"},
               {event_type::click, "storeviewid", "v"},
               {event_type::consume, "percentage", "w"},
               {event_type::buy, "quantity", "q"},
               {event_type::buy, "fullprice", "p"},
               {event_type::buy, "categorypath", "c"},
               {event_type::basket, "categorypath", "c"},
               {event_type::rate, "rating", "r"},
               {event_type::rendered, "scenario", "s"},
               {event_type::rendered, "requestuuid", "u"},
               {event_type::clickrecommended, "scenario", "s"},
               {event_type::clickrecommended, "modelid", "m"},
               {event_type::clickrecommended, "ycreco", "y"},
               {event_type::click, "title", "it"},
               {event_type::click, "url", "iu"},
               {event_type::click, "image", "ii"},
               {event_type::click, "price", "ip"},
               {event_type::click, "unitprice", "iq"},
               {event_type::click, "pricebefore", "ib"},
               {event_type::click, "rating", "ir"},
               {event_type::click, "segments", "g"},
               {event_type::buy, "price", "p"},
               {event_type::wishlist, "price", "p"},
               {event_type::triggeropened, "triggername", "n"},
               {event_type::clicktriggered, "triggername", "n"},
               {events::category_view_event, "categorypath", "c"},
               {events::brand_view_event, "brand", "b"},
               {events::search_event, "term", "k"},
               {events::preference_event, "target", "pt"},
               {events::preference_event, "targettype", "py"},
               {events::preference_event, "action", "pa"}};
  for (const auto& one : cases) {
    bool found = false;
    for (const auto& parameter : find_event_kind(one.type)->parameters)
      found = found || (parameter.name == one.name && parameter.stored_name == one.stored_name);
    EXPECT_TRUE(found) << find_event_kind(one.type)->name << " " << one.name;
  }
}

TEST(event_kinds, what_a_parser_returned_it_takes_again_unchanged) {
  const struct {
    event_type type;
    std::string_view name;
    std::string_view value;
  } cases[] = {{event_type::click, "categorypath", "//a///b/"},
               {event_type::click, "categorypath", "%2Fa%2520b%252Fc"},
               {event_type::click, "segments", ",7,,11,7,"},
               {event_type::consume, "percentage", "007"},
               {event_type::buy, "quantity", "00012"},
               {event_type::buy, "fullprice", "2.5"},
               {event_type::buy, "fullprice", "456jpy"},
               {event_type::rate, "rating", "100"},
               {event_type::clickrecommended, "ycreco", "TRUE"}};
  for (const auto& one : cases)
    for (const auto& parameter : find_event_kind(one.type)->parameters) {
      if (parameter.name != one.name) continue;
      event once;
      event twice;
      const auto stored = parameter.apply(one.value, {}, once);
      ASSERT_TRUE(stored) << one.name;
      const auto again = parameter.apply(*stored, {}, twice);
      ASSERT_TRUE(again) << one.name;
      EXPECT_EQ(*again, *stored);
      EXPECT_EQ(once.quantity, twice.quantity);
      EXPECT_EQ(once.value, twice.value);
    }
}

TEST(restore_fields, gives_the_fields_that_the_details_imply) {
  const struct {
    event_type type;
    std::string details;
    std::uint32_t quantity;
    int value;
  } cases[] = {
      {event_type::buy, "q=12&p=2.50EUR", 12, -1},
      {event_type::buy, "p=2.50EUR", 1, -1},
      {event_type::buy, "q=1000000", 1'000'000, -1},
      {event_type::buy, "-q=7", 1, -1},
      {event_type::consume, "w=0", 1, 0},
      {event_type::consume, "", 1, -1},
      {event_type::rate, "l=de&r=100", 1, 100},
      {event_type::click, "q=5&r=7", 1, -1},  // of other events
      {event_type::rate, "r=101", 1, -1},     // of another version
      {event_type::buy, "q=x", 1, -1},
      {static_cast<event_type>(200), "q=5", 1, -1},
  };
  for (const auto& one : cases) {
    event stored;
    stored.type = one.type;
    stored.details = one.details;
    stored.quantity = 99;  // of the event that was in this memory before
    stored.value = 99;
    events::restore_fields(stored);
    EXPECT_EQ(stored.quantity, one.quantity) << one.details;
    EXPECT_EQ(stored.value, one.value) << one.details;
  }
}

}  // namespace footfall::test
