// How long keys are known that requests have asked for, and what of it the store gets.
#include "footfall/customer/asked_keys.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace footfall::test {
namespace {

using customer::asked_keys;
using text_list = std::vector<std::string>;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t begin_ms = 1'000'000'000'000;
constexpr customer_number owner{7};

// As after a commit of what waits. Returns how many writes there were.
std::size_t save(asked_keys& keys, std::int64_t now_ms, asked_keys* also = nullptr) {
  const auto writes = keys.unsaved(owner, now_ms);
  for (const auto& each : writes) {
    EXPECT_TRUE(keys.follow(each));
    if (also != nullptr) {
      EXPECT_TRUE(also->follow(each));
    }
  }
  return writes.size();
}

TEST(asked_keys, are_known_for_five_days_after_they_were_asked_for_last) {
  asked_keys keys;
  EXPECT_FALSE(keys.touch("color", begin_ms));
  EXPECT_TRUE(keys.add("color", begin_ms));
  EXPECT_FALSE(keys.touch("size", begin_ms));
  auto now_ms = begin_ms + asked_keys::kept_ms - hour_ms;
  EXPECT_TRUE(keys.touch("color", now_ms)) << "day 5 minus 1 hour";
  now_ms += asked_keys::kept_ms - hour_ms;
  EXPECT_TRUE(keys.touch("color", now_ms)) << "counted from then";
  now_ms += asked_keys::kept_ms + hour_ms;
  EXPECT_FALSE(keys.touch("color", now_ms)) << "day 5 plus 1 hour";
  EXPECT_TRUE(keys.add("color", now_ms));
  EXPECT_TRUE(keys.touch("color", now_ms));
}

TEST(asked_keys, of_a_clock_that_was_ahead_last_no_longer_than_others) {
  asked_keys keys;
  EXPECT_TRUE(keys.add("color", begin_ms + 6 * asked_keys::kept_ms));
  EXPECT_FALSE(keys.touch("color", begin_ms));
  EXPECT_TRUE(keys.add("color", begin_ms));
  EXPECT_TRUE(keys.touch("color", begin_ms));
  EXPECT_FALSE(keys.touch("color", begin_ms + asked_keys::kept_ms + hour_ms));
}

TEST(asked_keys, are_bounded_and_what_is_forgotten_makes_room) {
  asked_keys keys;
  for (std::size_t key = 0; key < asked_keys::keys_max; ++key)
    EXPECT_TRUE(keys.add("key " + std::to_string(key), begin_ms));
  EXPECT_FALSE(keys.add("color", begin_ms + hour_ms));
  EXPECT_FALSE(keys.touch("color", begin_ms + hour_ms));
  EXPECT_TRUE(keys.add("key 1", begin_ms + hour_ms)) << "which is known";
  EXPECT_TRUE(keys.add("color", begin_ms + asked_keys::kept_ms));
  EXPECT_TRUE(keys.touch("color", begin_ms + asked_keys::kept_ms));
}

TEST(asked_keys, last_as_long_after_a_start_as_without_it) {
  for (const auto age_ms : {asked_keys::kept_ms - hour_ms, asked_keys::kept_ms + hour_ms}) {
    asked_keys before, after;
    EXPECT_TRUE(before.add("color", begin_ms));
    EXPECT_EQ(save(before, begin_ms, &after), 1U);
    EXPECT_EQ(after.touch("color", begin_ms + age_ms), before.touch("color", begin_ms + age_ms));
    EXPECT_EQ(before.touch("color", begin_ms + age_ms), age_ms < asked_keys::kept_ms);
  }
}

TEST(asked_keys, are_written_once_an_hour_and_until_the_store_has_them) {
  asked_keys keys;
  EXPECT_TRUE(keys.add("color", begin_ms));
  EXPECT_EQ(keys.unsaved(owner, begin_ms).size(), 1U);
  const auto again = keys.unsaved(owner, begin_ms);
  ASSERT_EQ(again.size(), 1U) << "nobody said that it is stored";
  EXPECT_EQ(again[0].customer, owner);
  EXPECT_EQ(again[0].kind, store::entity_kind::asked_key);
  EXPECT_EQ(again[0].key, "color");
  EXPECT_EQ(again[0].content,
            "\x01"
            "277777")
      << "hours since 1970";
  EXPECT_EQ(save(keys, begin_ms), 1U);
  EXPECT_TRUE(keys.touch("color", begin_ms + minute_ms));
  EXPECT_EQ(save(keys, begin_ms + minute_ms), 0U) << "the same hour";
  EXPECT_TRUE(keys.touch("color", begin_ms + hour_ms));
  EXPECT_EQ(save(keys, begin_ms + hour_ms), 1U);
}

TEST(asked_keys, that_nobody_asks_for_any_more_leave_the_store) {
  asked_keys keys, after;
  EXPECT_TRUE(keys.add("color", begin_ms));
  EXPECT_EQ(save(keys, begin_ms, &after), 1U);
  const auto late_ms = begin_ms + asked_keys::kept_ms;
  const auto writes = keys.unsaved(owner, late_ms);
  ASSERT_EQ(writes.size(), 1U);
  EXPECT_EQ(writes[0].what, store::entity_write::action::remove);
  EXPECT_TRUE(keys.add("color", late_ms)) << "while that is on its way";
  EXPECT_TRUE(keys.follow(writes[0]));
  EXPECT_EQ(save(keys, late_ms), 1U) << "so it is stored anew";
  EXPECT_EQ(save(after, late_ms), 1U);
  EXPECT_EQ(save(after, late_ms), 0U);
}

TEST(asked_keys, of_another_form_are_passed_over) {
  asked_keys keys;
  using action = store::entity_write::action;
  for (const auto* content : {"", "277777", "\x01", "\x01-1",
                              "\x01"
                              "99999999999999999999",
                              "\x02"
                              "277777"})
    EXPECT_FALSE(keys.follow({owner, store::entity_kind::asked_key, action::put, 0, "color", content}))
        << content;
  EXPECT_FALSE(keys.touch("color", begin_ms));
}

// Item n has colour n; colour 7 and, later, what is behind 50 have a second item.
boost::shared_ptr<const catalog::catalogue> tell_colours(std::size_t count) {
  catalog::catalogue_editor editor({});
  const auto put = [&](std::size_t item, std::size_t colour) {
    catalog::item what;
    what.attribute("color", catalog::attribute_type::nominal).texts = {"colour " + std::to_string(colour)};
    editor.put(static_cast<item_index>(item), what);
  };
  for (std::size_t item = 0; item < count; ++item) put(item, item);
  put(100, 7);
  for (std::size_t item = 50; item < count; ++item) put(100 + item, item);
  return editor.finish();
}

TEST(asked_keys, of_values_that_grow_past_fifty_those_stay_that_most_items_have) {
  asked_keys keys;
  EXPECT_TRUE(keys.add("color", begin_ms));
  const auto parts = [&](const catalog::catalogue& told, text_list values) {
    return keys.parts_of("color", values, told);
  };
  const auto few = tell_colours(50);
  EXPECT_EQ(parts(*few, {"colour 7", "colour 8"}), (text_list{"colour 7", "colour 8"}));
  keys.choose(few, 1000);
  const auto many = tell_colours(53);
  EXPECT_EQ(parts(*many, {"colour 8", "colour 51"}), text_list{"colour 8"}) << "until they are looked up";
  keys.choose(many, 1000);
  EXPECT_EQ(parts(*many, {"colour 7", "colour 8", "colour 51"}), (text_list{"colour 7", "colour 51"}))
      << "colours 7, 50, 51 and 52 are of two items; of the others those that are behind by text go";
  EXPECT_EQ(parts(*many, {"colour 0", "colour 5", "colour 6"}), (text_list{"colour 0", "colour 5"}));
  EXPECT_EQ(parts(*few, {"colour 8"}), text_list{"colour 8"}) << "fewer again";
}

}  // namespace
}  // namespace footfall::test
