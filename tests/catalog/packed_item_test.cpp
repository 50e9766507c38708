// Items as compact bytes, and texts that repeat as numbers.
#include "footfall/catalog/packed_item.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::catalog {
namespace {

// An item that has everything.
item make_lamp() {
  item made;
  made.type = 7;
  made.id = "L-1/ä";
  made.title = "Lamp";
  made.description = "It \"shines\".";
  made.body = std::string(300, 'b');
  made.language = "en";
  made.translations = {{"de", {"Lampe", ""}}, {"fr", {"", "Elle brille."}}};
  made.link = "https://shop.example/lamp";
  made.images = {"https://shop.example/1.jpg", "https://shop.example/2.jpg"};
  made.price = text::price{-1, {{'J', 'P', 'Y'}}};
  made.sale = sale_price{999'999'999'999, -1, {}};
  made.available = availability::discontinued;
  made.visible = false;
  made.valid_from_ms = 0;
  made.valid_to_ms = 4'000'000'000'000;
  made.added_ms = -5;
  made.categories = {{"House", "Light"}, {"Gifts"}};
  made.brand = "Lux";
  made.group = "L";
  made.attributes = {{"colour", attribute_type::nominal, {"red", "blue"}, {}},
                     {"colour", attribute_type::text, {"as a rose"}, {}},
                     {"watts", attribute_type::numeric, {}, {40.5, -0.25}}};
  made.from_clicks = {"link", "title"};
  return made;
}

std::string packed(const item& which, text_numbers* numbers = nullptr) {
  std::string bytes;
  pack(bytes, which, numbers);
  return bytes;
}

TEST(packed_item, is_the_item_again) {
  for (const auto& each : {make_lamp(), item{}}) {
    const auto again = unpack_item(packed(each));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, each);
  }
}

TEST(packed_item, has_the_same_bytes_in_whatever_order_attributes_were_told) {
  auto other = make_lamp();
  std::swap(other.attributes.front(), other.attributes.back());
  EXPECT_EQ(packed(other), packed(make_lamp()));
}

TEST(packed_item, tells_its_key_alone) {
  const auto bytes = packed(make_lamp());
  EXPECT_EQ(key_of_packed(bytes), (packed_key{7, "L-1/ä"}));
  EXPECT_EQ(key_of_packed("?"), packed_key{});
}

TEST(packed_item, takes_few_bytes_where_texts_repeat) {
  repeated_texts texts;
  text_numbers numbers(texts);
  const auto lamp = make_lamp();
  const auto first = packed(lamp, &numbers);
  packed(lamp, &numbers);
  const auto third = packed(lamp, &numbers);
  EXPECT_LT(third.size() + 40, first.size());
  for (const auto& bytes : {first, third}) {
    const auto again = unpack_item(bytes, &texts);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, lamp);
  }
  EXPECT_FALSE(unpack_item(third)) << "numbers of texts that nobody has";
  const repeated_texts others;
  EXPECT_FALSE(unpack_item(third, &others));
}

// Bytes of a damaged store: an error, or another item, but never more than that.
TEST(packed_item, of_damaged_bytes_is_an_error_or_another_item) {
  repeated_texts texts;
  text_numbers numbers(texts);
  packed(make_lamp(), &numbers);
  packed(make_lamp(), &numbers);
  const auto whole = packed(make_lamp(), &numbers);
  std::size_t errors = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    errors += !unpack_item(whole.substr(0, at), &texts);
    for (const int change : {1, 0x40, 0x80, 0xFF}) {
      auto damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      errors += !unpack_item(damaged, &texts);
    }
  }
  EXPECT_GT(errors, whole.size() / 2);
  EXPECT_FALSE(unpack_item(""));
  EXPECT_FALSE(unpack_item(std::string(1, '\0')));
  EXPECT_FALSE(unpack_item("\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"));
}

TEST(repeated_texts, give_a_number_to_what_comes_twice) {
  repeated_texts texts;
  text_numbers numbers(texts);
  EXPECT_FALSE(numbers.number_of("red wool"));
  const auto number = numbers.number_of("red wool");
  ASSERT_TRUE(number);
  EXPECT_EQ(numbers.number_of("red wool"), number);
  EXPECT_EQ(texts.text_of(*number), "red wool");
  EXPECT_FALSE(texts.text_of(*number + 1));
  for (int time = 0; time < 2; ++time) {
    EXPECT_FALSE(numbers.number_of("xl")) << "as short as a number";
    EXPECT_FALSE(numbers.number_of(std::string(256, 'x')));
  }
}

TEST(repeated_texts, stay_where_they_are_up_to_a_bound) {
  repeated_texts texts;
  const auto first = texts.text_of(*texts.add("the first"));
  for (std::uint32_t number = 1; number < repeated_texts::texts_max; ++number)
    ASSERT_EQ(texts.add("text " + std::to_string(number)), number);
  EXPECT_FALSE(texts.add("one too many"));
  EXPECT_EQ(texts.text_of(0)->data(), first->data());
  EXPECT_EQ(texts.find("text 200000"), 200'000u);
  EXPECT_EQ(texts.text_of(200'000), "text 200000");
  EXPECT_GT(texts.bytes(), std::size_t{repeated_texts::texts_max} * 32);
}

}  // namespace
}  // namespace footfall::catalog
