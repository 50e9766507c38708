// Options of models in a configuration.
#include "footfall/settings/read_settings.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

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

}  // namespace
}  // namespace footfall::test
