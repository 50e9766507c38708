#include "api/recommendation/recommendation_query.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

result<recommend::query> read(std::string_view query, bool alphanumeric = false) {
  http::target target;
  EXPECT_TRUE(target.assign("/x?" + std::string(query)));
  return api::read_recommendation_query(target, recommend::scenario{}, alphanumeric);
}

TEST(recommendation_query, defaults_are_ten_items_without_context) {
  const auto question = read("");
  ASSERT_TRUE(question);
  EXPECT_EQ(question->count, 10U);
  EXPECT_TRUE(question->context.empty());
  EXPECT_FALSE(question->output_type.has_value());
}

TEST(recommendation_query, items_and_both_spellings_of_history_codes_may_be_mixed) {
  const auto question = read("contextitems=10,CLICK,OWNS,CONSUMED,RATE,BASKET,11");
  ASSERT_TRUE(question);
  ASSERT_EQ(question->context.size(), 7U);
  EXPECT_EQ(std::get<item_key>(question->context[0]), (item_key{1, 10, ""}));
  EXPECT_EQ(std::get<events::history_type>(question->context[1]), events::history_type::clicked);
  EXPECT_EQ(std::get<events::history_type>(question->context[2]), events::history_type::owns);
  EXPECT_EQ(std::get<events::history_type>(question->context[3]), events::history_type::consumed);
  EXPECT_EQ(std::get<events::history_type>(question->context[4]), events::history_type::rated);
  EXPECT_EQ(std::get<events::history_type>(question->context[5]), events::history_type::basket);
}

TEST(recommendation_query, empty_parameters_and_the_zero_of_php_clients_mean_nothing) {
  const auto question = read("contextitems=0,,&numrecs=&outputtypeid=&&lang=");
  ASSERT_TRUE(question);
  EXPECT_TRUE(question->context.empty());
}

TEST(recommendation_query, the_old_item_parameter_counts_when_there_are_no_context_items) {
  EXPECT_EQ(read("itemId=5")->context.size(), 1U);
  EXPECT_EQ(std::get<item_key>(read("itemid=5&contextitems=6")->context.at(0)).number, 6U);
}

TEST(recommendation_query, counts_above_the_limit_are_clamped_and_those_below_refused) {
  EXPECT_EQ(read("numrecs=50")->count, 50U);
  EXPECT_EQ(read("numrecs=51")->count, 50U);
  EXPECT_EQ(read("numrecs=99999999999999999999999")->count, 50U);
  for (const auto* wrong : {"numrecs=0", "numrecs=-1", "numrecs=1.5", "numrecs=x"})
    EXPECT_EQ(read(wrong).error().code(), error::bad_parameter) << wrong;
}

TEST(recommendation_query, a_context_list_of_any_length_is_cut) {
  std::string list = "contextitems=1";
  for (int item = 2; item < 1000; ++item) list += "," + std::to_string(item);
  EXPECT_EQ(read(list)->context.size(), recommend::context_entries_max);
}

TEST(recommendation_query, categorypath_may_be_repeated_and_its_outer_slashes_do_not_count) {
  const auto question = read("categorypath=%2FCamera%2F%2FCompact%2F&CategoryPath=/Sale&categorypath=%2F");
  ASSERT_TRUE(question);
  EXPECT_EQ(question->categories, (std::vector<std::string>{"Camera/Compact", "Sale", ""}));
  EXPECT_TRUE(read("categorypath=")->categories.empty()) << "the whole site";
  EXPECT_EQ(read("categorypath=%252FCamera%252FCompact")->categories,
            std::vector<std::string>{"Camera/Compact"})
      << "encoded twice, as clicks may have it";
  std::string many;
  for (int path = 0; path < 50; ++path) many += "categorypath=p" + std::to_string(path) + "&";
  EXPECT_EQ(read(many)->categories.size(), 20U);
}

TEST(recommendation_query, usecontextcategorypath_and_crosscontenttype_are_switches) {
  for (const auto* on : {"true", "TRUE", "1"}) {
    EXPECT_TRUE(read(std::string("usecontextcategorypath=") + on)->categories_of_context) << on;
    EXPECT_TRUE(read(std::string("crosscontenttype=") + on)->all_output_types) << on;
  }
  for (const auto* off : {"false", "0", ""}) {
    EXPECT_FALSE(read(std::string("usecontextcategorypath=") + off)->categories_of_context) << off;
    EXPECT_FALSE(read(std::string("crosscontenttype=") + off)->all_output_types) << off;
  }
  for (const auto* wrong : {"usecontextcategorypath=yes", "crosscontenttype=2"})
    EXPECT_EQ(read(wrong).error().code(), error::bad_parameter) << wrong;
}

TEST(recommendation_query, recommendcategory_is_a_switch_and_deadline_ms_has_bounds) {
  const auto of = [](std::string_view query) {
    http::target target;
    EXPECT_TRUE(target.assign("/x?" + std::string(query)));
    return target;
  };
  EXPECT_EQ(api::read_switch(of("recommendCategory=true"), "recommendcategory").value(), true);
  EXPECT_EQ(api::read_switch(of("recommendCategory=0"), "recommendcategory").value(), false);
  EXPECT_FALSE(api::read_switch(of("recommendCategory=maybe"), "recommendcategory"));
  EXPECT_EQ(api::read_deadline_ms(of("")).value(), std::nullopt);
  EXPECT_EQ(api::read_deadline_ms(of("deadline_ms=1")).value(), 1);
  EXPECT_EQ(api::read_deadline_ms(of("deadline_ms=10000")).value(), 10'000);
  for (const auto* wrong : {"deadline_ms=0", "deadline_ms=10001", "deadline_ms=-5", "deadline_ms=1.5"})
    EXPECT_EQ(api::read_deadline_ms(of(wrong)).error().code(), error::bad_parameter) << wrong;
}

TEST(recommendation_query, outputtypeid_is_a_number_of_an_item_type) {
  EXPECT_EQ(read("outputtypeid=2")->output_type, 2U);
  EXPECT_EQ(read("outputtypeid=")->output_type, std::nullopt);
  for (const auto* wrong : {"outputtypeid=0", "outputtypeid=x", "outputtypeid=2147483648"})
    EXPECT_EQ(read(wrong).error().code(), error::bad_parameter) << wrong;
}

TEST(recommendation_query, says_in_which_segments_a_user_is_and_what_is_preferred) {
  const auto question = read("Segments=7,,11&userAttribute=country,age&usetimeslot=1");
  ASSERT_TRUE(question);
  EXPECT_EQ(question->segments, (std::vector<std::string>{"7", "11"}));
  EXPECT_EQ(question->user_attributes, (std::vector<std::string>{"country", "age"}));
  EXPECT_TRUE(question->prefers_time_slot);
  EXPECT_FALSE(read("")->prefers_time_slot);
  EXPECT_EQ(read("usetimeslot=perhaps").error().code(), error::bad_parameter);
}

TEST(recommendation_query, what_no_parameter_is_called_like_asks_for_parts_of_models) {
  recommend::scenario plan;
  plan.stages = {{.models = {{.model = "top", .data = recommend::model_data::submodels}}}};
  const auto selectors_of = [&plan](std::string_view query) {
    http::target target;
    EXPECT_TRUE(target.assign("/x?" + std::string(query)));
    return api::read_recommendation_query(target, plan, false)->selectors;
  };
  const auto found = selectors_of("NumRecs=5&color=lime,,green&Color=x&color=sand&price-range=0:49.5&size=");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].key, "color");
  EXPECT_EQ(found[0].values, (std::vector<std::string>{"lime", "green", "sand"}));
  EXPECT_EQ(found[1].key, "Color") << "keys of attributes differ by case";
  EXPECT_EQ(found[2].key, "price");
  EXPECT_EQ(found[2].ranges, (std::vector<model::number_interval>{{0, 49.5}}));
  EXPECT_EQ(selectors_of("price-range=cheap")[0].key, "price-range");
  EXPECT_FALSE(found[0].by_itself);
  const auto by_itself = selectors_of("*color=lime&color=sand");
  ASSERT_EQ(by_itself.size(), 1U);
  EXPECT_EQ(by_itself[0].key, "color");
  EXPECT_TRUE(by_itself[0].by_itself);
  std::string many;
  for (int key = 0; key < 100; ++key) many += "k" + std::to_string(key) + "=1&";
  EXPECT_EQ(selectors_of(many).size(), recommend::selectors_max);
  std::string long_list = "color=0";
  for (int value = 1; value < 200; ++value) long_list += "," + std::to_string(value);
  EXPECT_EQ(selectors_of(long_list)[0].values.size(), recommend::selector_values_max);
  EXPECT_TRUE(read("color=lime")->selectors.empty()) << "a scenario that asks for no parts";
}

TEST(recommendation_query, every_documented_parameter_is_known_and_near_misses_are_told) {
  const auto hint_for = [](const std::string& query) {
    http::target target;
    EXPECT_TRUE(target.assign("/x?" + query));
    return api::hint_about_query(target);
  };
  for (const auto* name :
       {"numrecs", "contextitems", "itemid", "outputtypeid", "crosscontenttype", "categorypath",
        "usecontextcategorypath", "recommendCategory", "jsonpCallback", "callback", "deadline_ms", "explain",
        "segments", "userattribute", "usetimeslot", "lang"})
    EXPECT_EQ(hint_for(std::string(name) + "=1"), "") << name;
  EXPECT_EQ(hint_for("numrec=3"), "numrec is not known here: did you mean numrecs?");
  EXPECT_EQ(hint_for("recommendcategori=1"),
            "recommendcategori is not known here: did you mean recommendcategory?");
}

TEST(callback, functions_and_methods_by_name_are_accepted) {
  for (const auto* name : {"show", "$", "_a1", "obj.callme", "a.b[0].c", "a[12]"}) {
    http::target target;
    ASSERT_TRUE(target.assign("/x?jsonpCallback=" + std::string(name)));
    ASSERT_TRUE(api::read_callback(target)) << name;
    EXPECT_EQ(*api::read_callback(target), name);
  }
}

TEST(callback, anything_else_is_refused) {
  for (const auto* name :
       {"1a", "a.", "a..b", "a[", "a[]", "a[x]", "alert(1)", "a;b", "a%20b", "a%0Ab", "a-b", "[0]"}) {
    http::target target;
    ASSERT_TRUE(target.assign("/x?callback=" + std::string(name)));
    EXPECT_FALSE(api::read_callback(target)) << name;
  }
}

}  // namespace
}  // namespace footfall::test
