// Options of models in a configuration.
#include "footfall/settings/read_settings.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

std::string with_customer(std::string_view content) {
  return R"({"customers": {"00000": {)" + std::string(content) + "}}}";
}

std::string mistakes_in(std::string_view text) {
  const auto settings = settings::read_settings(text);
  return settings ? std::string() : settings.error().detail();
}

TEST(model_settings, how_far_a_model_looks_back_may_be_left_to_the_log) {
  const auto read = settings::read_settings(with_customer(
      R"("library": false, "models": [{"id": "near", "type": "CF_I2I_BUY", "history": "automatic",
                                       "half_life": "automatic"}])"));
  const auto defaults = model::default_definition("near", "CF_I2I_BUY");
  ASSERT_TRUE(read) << read.error().detail();
  auto near = read->customers.at(0).models[0];
  EXPECT_EQ(*near.find("history"), model::automatic);
  EXPECT_EQ(*near.find("half_life"), model::automatic);
  EXPECT_EQ(near.ms(model::option::history), defaults.ms(model::option::history));
  EXPECT_EQ(near.ms(model::option::half_life), defaults.ms(model::option::half_life));
  EXPECT_EQ(mistakes_in(with_customer(
                R"("models": [{"id": "top", "type": "POPULARITY_SHORT_BUY", "short_window": "automatic"}])")),
            "customers.00000.models[0].short_window: found \"automatic\", expected a duration with unit such "
            "as \"30s\" in 0s..3650d");
  EXPECT_EQ(mistakes_in(with_customer(
                R"("models": [{"id": "top", "type": "POPULARITY_SHORT_BUY", "history": "ever"}])")),
            "customers.00000.models[0].history: found \"ever\", expected a duration with unit such as "
            "\"30s\" in 1h..3650d, or \"automatic\"");
}

// The codes of the documents (protocol I1), those of `PROFILE` with a list.
TEST(model_settings, every_type_has_the_code_of_the_documents) {
  std::vector<std::pair<std::string, std::string>> codes{
      {"CB", "CB"},
      {"CBFT", "CBFT"},
      {"RANDOM", "RANDOM"},
      {"EDITOR_BASED", "EDITOR_BASED"},
      {"SUGGESTION", "SUGGESTION"},
      {"PROFILE", "PROFILE_CLICK"},
      {"CF_I2I_RATE", "CF_I2I_RATE"},
      {"CF_I2I_MIX_BUY_BUY", "CF_I2I_MIX_BUY_BUY"},
      {"CF_I2I_MIX_TIMED_CLICK_BUY", "CF_I2I_MIX_TIMED_CLICK_BUY"}};
  const auto add = [&](const std::string& begin, std::initializer_list<const char*> ends) {
    for (const std::string end : ends) codes.emplace_back(begin + end, begin + end);
  };
  add("POPULARITY_SHORT_", {"CLICK", "BUY", "CONSUME", "RATE"});
  add("POPULARITY_LONG_", {"CLICK", "BUY", "CONSUME", "RATE"});
  add("CF_I2I_", {"CLICK", "BUY", "CONSUME"});
  add("CF_I2I_MIX_CLICK_", {"BUY", "CLICK", "CONSUME"});
  add("CF_I2I_UPHEAVAL_", {"CLICK_CLICK", "BUY_BUY", "CLICK_BUY", "CLICK_BASKET", "CLICK_CONSUME",
                           "CONSUME_CONSUME", "CONSUME_BUY"});
  add("STEREOTYPES_CF_", {"CLICK", "BUY", "CONSUME"});
  const auto type_of = [](const std::string& content) {
    const auto read = settings::read_settings(
        with_customer(R"("library": false, "models": [{"id": "it", )" + content + "}]"));
    return read ? read->customers.at(0).models[0].type : read.error().detail();
  };
  for (const auto& [code, type] : codes) EXPECT_EQ(type_of(R"("type": ")" + code + '"'), type);
  for (const std::string list : {"CLICK", "BUY", "CONSUME", "RATE", "BASKET"}) {
    EXPECT_EQ(type_of(R"("type": "PROFILE", "list": ")" + list + '"'), "PROFILE_" + list);
    EXPECT_EQ(type_of(R"("list": ")" + list + R"(", "type": "PROFILE")"), "PROFILE_" + list);
  }
  // A list that means nothing is told, and not passed over.
  const auto wrong_list = [&](const std::string& content, const std::string& found) {
    EXPECT_EQ(
        type_of(content),
        "customers.00000.models[0].list: found " + found +
            ", expected with the type PROFILE, and with no other, one of: CLICK, BUY, CONSUME, RATE, BASKET");
  };
  wrong_list(R"("type": "PROFILE", "list": "WISHES")", "\"WISHES\"");
  wrong_list(R"("type": "PROFILE", "list": 7)", "7");
  wrong_list(R"("type": "CB", "list": "CLICK")", "\"CLICK\"");
  wrong_list(R"("type": "PROFILE_BUY", "list": "CLICK")", "\"CLICK\"");
}

TEST(model_settings, stereotypes_have_a_source_and_no_attributes) {
  const auto with = [](const std::string& content) {
    return mistakes_in(
        with_customer(R"("models": [{"id": "taste", "type": "STEREOTYPES_CF_BUY", )" + content + "}]"));
  };
  EXPECT_EQ(with(R"("attributes": ["color"])"),
            "customers.00000.models[0].attributes: found \"color\", expected none, since groups of "
            "STEREOTYPES_CF_BUY are made from \"source\": \"color\"");
  EXPECT_EQ(with(R"("source": "color")"), "");
  EXPECT_EQ(with(R"("attributes": [])"), "");
}

}  // namespace
}  // namespace footfall::test
