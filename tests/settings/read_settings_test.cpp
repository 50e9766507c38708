// Reading a configuration: what it sets, and how every kind of mistake is reported.
#include "footfall/settings/read_settings.hpp"

#include "model/co_occurrence.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace footfall::test {

using settings::read_settings;

namespace {

settings::application_settings read(std::string_view text) {
  auto settings = read_settings(text);
  EXPECT_TRUE(settings) << settings.error().detail();
  return settings ? *settings : settings::application_settings{};
}

std::string mistakes_in(std::string_view text) {
  const auto settings = read_settings(text);
  EXPECT_FALSE(settings) << text;
  return settings ? std::string() : settings.error().detail();
}

std::string with_customer(std::string_view content) {
  return R"({"customers": {"00000": {)" + std::string(content) + "}}}";
}

}  // namespace

TEST(read_settings, an_empty_object_gives_the_defaults_and_no_customer) {
  const auto settings = read("{}");
  EXPECT_EQ(settings.server.listen, std::vector<std::string>{"127.0.0.1:8080"});
  EXPECT_EQ(settings.store.engine, "sqlite");
  EXPECT_EQ(settings.models.rebuild_interval_ms, 10'000);
  EXPECT_TRUE(settings.customers.empty());
}

TEST(read_settings, a_customer_given_as_an_empty_object_gets_the_built_in_library) {
  const auto settings = read(R"({"customers": {"00000": {}}})");
  ASSERT_EQ(settings.customers.size(), 1U);
  const auto& shop = settings.customers[0];
  EXPECT_EQ(shop.id, "00000");
  EXPECT_EQ(shop.models.size(), model::built_in_models().size());
  for (const auto* scenario :
       {"landing_page", "popular", "bestseller", "cross_sell", "also_clicked", "also_bought",
        "also_purchased", "personalized", "category_page", "detailpage"})
    EXPECT_NE(shop.find_scenario(scenario), nullptr) << scenario;
}

TEST(read_settings, every_part_of_the_server_can_be_set) {
  const auto settings = read(R"({
    "server": {"listen": ["0.0.0.0:80", "[::1]:0"], "admin_listen": "[::]:9000", "threads": 3,
               "public_event_host": "events.example.com",
               "trusted_proxies": ["10.0.0.0/8", "fd00::/8", "::1"],
               "limits": {"request_line_bytes": 1024, "header_bytes": 2048, "body_bytes": 4096,
                          "connections": 5, "idle_timeout": "2m", "request_timeout": "1500ms"}},
    "store": {"engine": "sqlite", "file": "x.db", "queue_events": 20000, "queue_bytes": 2000000},
    "models": {"rebuild_interval": "1d", "threads": 4}})");
  EXPECT_EQ(settings.server.listen, (std::vector<std::string>{"0.0.0.0:80", "[::1]:0"}));
  EXPECT_EQ(settings.server.admin_listen, "[::]:9000");
  EXPECT_EQ(settings.server.threads, 3U);
  EXPECT_EQ(settings.server.public_event_host, "events.example.com");
  EXPECT_EQ(settings.server.trusted_proxies.size(), 3U);
  EXPECT_EQ(settings.server.limits.request_line_bytes, 1024U);
  EXPECT_EQ(settings.server.limits.header_bytes, 2048U);
  EXPECT_EQ(settings.server.limits.body_bytes, 4096U);
  EXPECT_EQ(settings.server.limits.connections, 5U);
  EXPECT_EQ(settings.server.limits.idle_timeout_ms, 120'000);
  EXPECT_EQ(settings.server.limits.request_timeout_ms, 1500);
  EXPECT_EQ(settings.store.file, "x.db");
  EXPECT_EQ(settings.store.queue_events, 20000U);
  EXPECT_EQ(settings.store.queue_bytes, 2'000'000U);
  EXPECT_EQ(settings.models.rebuild_interval_ms, 86'400'000);
  EXPECT_EQ(settings.models.threads, 4U);
}

TEST(read_settings, without_the_library_there_is_what_the_file_gives) {
  const auto settings = read(with_customer(R"(
    "license_key": "12-34", "alphanumeric_items": true, "currency": "gbp", "time_zone": "Europe/Berlin",
    "session_minutes": 5, "history_items": 7, "library": false,
    "models": [{"id": "near", "type": "CF_I2I_BUY", "history": "12h", "damping": 2.5, "neighbours": 7},
               {"id": "top", "type": "POPULARITY_LONG_BUY"}],
    "scenarios": [{"id": "box", "input_type": 2, "output_types": [3, 1], "enabled": false,
                   "stages": [{"models": [{"model": "near", "weight": 0.25, "context": "owns"}, "top"]},
                              {"models": ["top"]}],
                   "filters": {"context_items": false, "already_consumed": true}}])"));
  const auto& shop = settings.customers.at(0);
  EXPECT_EQ(shop.license_key, "12-34");
  EXPECT_TRUE(shop.alphanumeric_items);
  EXPECT_EQ(shop.currency.code(), "GBP");
  EXPECT_EQ(shop.time_zone, "Europe/Berlin");
  EXPECT_EQ(shop.session_minutes, 5U);
  EXPECT_EQ(shop.history_items, 7U);

  const auto defaults = model::default_definition("near", "CF_I2I_BUY");
  ASSERT_EQ(shop.models.size(), 2U);
  EXPECT_EQ(shop.models[0].id, "near");
  EXPECT_EQ(shop.models[0].type, "CF_I2I_BUY");
  EXPECT_EQ(shop.models[0].ms(model::option::history), 12 * 3'600'000);
  EXPECT_EQ(shop.models[0].ms(model::option::half_life), defaults.ms(model::option::half_life));
  EXPECT_EQ(shop.models[0][model::option::damping], 2.5);
  EXPECT_EQ(shop.models[0][model::option::neighbours], 7U);

  ASSERT_EQ(shop.scenarios.size(), 1U);
  const auto& box = shop.scenarios[0];
  EXPECT_EQ(box.input_type, 2U);
  EXPECT_EQ(box.output_types, (std::vector<std::uint32_t>{3, 1}));
  EXPECT_FALSE(box.enabled);
  ASSERT_EQ(box.stages.size(), 2U);
  ASSERT_EQ(box.stages[0].models.size(), 2U);
  EXPECT_EQ(box.stages[0].models[0].model, "near");
  EXPECT_EQ(box.stages[0].models[0].weight, 0.25F);
  EXPECT_EQ(box.stages[0].models[0].context, recommend::context_flag::owns);
  EXPECT_EQ(box.stages[0].models[1].model, "top");
  EXPECT_EQ(box.stages[0].models[1].weight, 1.0F);
  EXPECT_FALSE(box.filters.context_items);
  EXPECT_EQ(box.filters.already_purchased, recommend::automatic_switch(false));
  EXPECT_TRUE(box.filters.already_consumed);
}

struct mistake_row {
  std::string text;
  std::string line;
};

class read_settings_mistake : public testing::TestWithParam<mistake_row> {};

TEST_P(read_settings_mistake, is_named_with_path_value_and_expectation) {
  EXPECT_EQ(mistakes_in(GetParam().text), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    of_every_kind, read_settings_mistake,
    testing::Values(
        mistake_row{"[]", "the file: found an empty list, expected an object"},
        mistake_row{R"({"server": 1})", "server: found 1, expected an object"},
        mistake_row{R"({"server": {"threads": 257}})",
                    "server.threads: found 257, expected a whole number in 0..256"},
        mistake_row{R"({"server": {"threads": 1.5}})",
                    "server.threads: found 1.5, expected a whole number in 0..256"},
        mistake_row{R"({"server": {"threads": "1"}})",
                    "server.threads: found \"1\", expected a whole number in 0..256"},
        mistake_row{R"({"server": {"threads": 18446744073709551615}})",
                    "server.threads: found 18446744073709551615, expected a whole number in 0..256"},
        mistake_row{
            R"({"server": {"listen": []}})",
            "server.listen: found an empty list, expected a list of at least one, each an address and port "
            "such as 127.0.0.1:8080 or [::1]:8080"},
        mistake_row{
            R"({"server": {"admin_listen": "::1:80"}})",
            "server.admin_listen: found \"::1:80\", expected an address and port such as 127.0.0.1:8080 or "
            "[::1]:8080"},
        mistake_row{R"({"server": {"lisen": []}})",
                    "server.lisen: found an unknown key, expected a known key; did you mean \"listen\"?"},
        mistake_row{
            R"({"store": {"port": 1}})",
            "store.port: found an unknown key, expected one of engine, file, queue_events, queue_bytes, "
            "retention, purge_interval, state_interval"},
        mistake_row{
            R"({"store": {"file": "../x.db"}})",
            "store.file: found \"../x.db\", expected the name of a file in the data directory, without /"},
        mistake_row{R"({"store": {"engine": "mysql"}})",
                    "store.engine: found \"mysql\", expected one of: sqlite"},
        mistake_row{
            R"({"models": {"rebuild_interval": "60"}})",
            "models.rebuild_interval: found \"60\", expected a duration with unit such as \"30s\" in 1s..1d"},
        mistake_row{
            R"({"models": {"rebuild_interval": "2d"}})",
            "models.rebuild_interval: found \"2d\", expected a duration with unit such as \"30s\" in 1s..1d"},
        mistake_row{
            R"({"models": {"rebuild_interval": 60}})",
            "models.rebuild_interval: found 60, expected a duration with unit such as \"30s\" in 1s..1d"},
        mistake_row{with_customer(R"("session_minutes": -5)"),
                    "customers.00000.session_minutes: found -5, expected a whole number in 1..1440"},
        mistake_row{with_customer(R"("currency": "EURO")"),
                    "customers.00000.currency: found \"EURO\", expected an ISO 4217 code such as EUR"},
        mistake_row{
            with_customer(R"("time_zone": "../../../etc/passwd")"),
            "customers.00000.time_zone: found \"../../../etc/passwd\", expected a time zone of the package "
            "tzdata such as Europe/Berlin"},
        mistake_row{
            with_customer(R"("time_zone": "Europe/Atlantis")"),
            "customers.00000.time_zone: found \"Europe/Atlantis\", expected a time zone of the package "
            "tzdata such as Europe/Berlin"},
        mistake_row{
            R"({"customers": {"": {}}})",
            "customers[\"\"]: found this id, expected up to 64 letters, digits, \"_\" and \"-\", but not "
            "\"recommendation\" and not \"v\" with digits"},
        mistake_row{
            R"({"customers": {"v2": {}}})",
            "customers.v2: found this id, expected up to 64 letters, digits, \"_\" and \"-\", but not "
            "\"recommendation\" and not \"v\" with digits"},
        mistake_row{
            R"({"customers": {"007": {}, "07": {}}})",
            "customers.07: found the same number as customer 007, expected an id that differs in more than "
            "leading zeros"},
        mistake_row{
            with_customer(R"("scenarios": [{"id": "box", "stages": [{}, {}, {}, {}, {}]}])"),
            "customers.00000.scenarios[0].stages: found a list of 5, expected a list of 1..4 objects"}));

TEST(read_settings, addresses_networks_and_hosts_are_checked) {
  const auto listens = [](const std::string& text) {
    return static_cast<bool>(read_settings(R"({"server": {"listen": [")" + text + R"("]}})"));
  };
  for (const auto* good : {"0.0.0.0:0", "127.0.0.1:65535", "[::]:80", "[fe80::1]:1"})
    EXPECT_TRUE(listens(good)) << good;
  for (const auto* bad :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8o", ":80", "::1:80",
        "[127.0.0.1]:80", "256.0.0.1:80", "localhost:80", "[::1]", "127.0.0.1 :80"})
    EXPECT_FALSE(listens(bad)) << bad;

  const auto trusts = [](const std::string& text) {
    return static_cast<bool>(read_settings(R"({"server": {"trusted_proxies": [")" + text + R"("]}})"));
  };
  for (const auto* good : {"10.0.0.0/8", "1.2.3.4", "::/0", "fd00::1/128"}) EXPECT_TRUE(trusts(good)) << good;
  for (const auto* bad : {"", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/", "x"})
    EXPECT_FALSE(trusts(bad)) << bad;

  const auto solution = [](const std::string& text) {
    return static_cast<bool>(read_settings(R"({"server": {"solution_ids": [")" + text + R"("]}})"));
  };
  for (const auto* good : {"api", "shop-2", "A_b"}) EXPECT_TRUE(solution(good)) << good;
  for (const auto* bad : {"", "a b", "a/b", "click", "Follow"}) EXPECT_FALSE(solution(bad)) << bad;

  const auto host = [](const std::string& text) {
    return static_cast<bool>(read_settings(R"({"server": {"public_event_host": ")" + text + R"("}})"));
  };
  for (const auto* good : {"", "a", "shop.example.com", "localhost:8080", "[::1]:80", "[::1]", "10.0.0.1"})
    EXPECT_TRUE(host(good)) << good;
  for (const auto* bad : {"a b", "http://a", "a/b", "a:", "a:99999", "a?x", "::1", "<b>", "a\\\"b"})
    EXPECT_FALSE(host(bad)) << bad;
}

TEST(read_settings, all_mistakes_of_a_file_are_reported_at_once) {
  const auto mistakes = mistakes_in(R"({
    "server": {"threads": -1, "limits": {"connections": 0}},
    "customers": {"a": {"currency": 1}, "b": []}})");
  EXPECT_EQ(mistakes,
            "customers.a.currency: found 1, expected an ISO 4217 code such as EUR\n"
            "customers.b: found an empty list, expected an object\n"
            "server.limits.connections: found 0, expected a whole number in 1..1000000\n"
            "server.threads: found -1, expected a whole number in 0..256");
}

TEST(read_settings, very_many_mistakes_are_cut_short) {
  std::string text = R"({"customers": {)";
  for (int number = 100; number < 1100; ++number)
    text += (number > 100 ? ",\"c" : "\"c") + std::to_string(number) + R"(": 1)";
  const auto mistakes = mistakes_in(text + "}}");
  EXPECT_LT(mistakes.size(), 5000U);
  EXPECT_NE(mistakes.find("and 950 more mistakes"), std::string::npos);
}

TEST(read_settings, licence_keys_are_never_shown) {
  for (const auto* text : {R"("license_key": "my secret")", R"("licence_key": "mysecret")",
                           R"("license_key": ["mysecret"])", R"("license_key": "secret)"}) {
    const auto mistakes = mistakes_in(with_customer(text));
    EXPECT_EQ(mistakes.find("secret"), std::string::npos) << mistakes;
  }
}

TEST(read_settings, scenarios_name_models_that_exist) {
  EXPECT_EQ(mistakes_in(with_customer(R"("scenarios": [{"id": "a", "stages": [{"models": ["also_cliked"]}]},
                                  {"id": "b", "stages": [{"models": ["nothing_like_it"]}]}])")),
            "customers.00000.scenarios[0].stages[0].models[0].model: found \"also_cliked\", expected the id "
            "of a model "
            "of this customer; did you mean \"also_clicked\"?\n"
            "customers.00000.scenarios[1].stages[0].models[0].model: found \"nothing_like_it\", expected the "
            "id of a "
            "model of this customer");
}

TEST(read_settings, a_model_that_needs_context_is_not_asked_without) {
  EXPECT_EQ(
      mistakes_in(with_customer(
          R"("scenarios": [{"id": "a",
                             "stages": [{"models": [{"model": "also_clicked", "context": "none"}]}]}])")),
      "customers.00000.scenarios[0].stages[0].models[0].context: found \"none\", expected another context, "
      "since "
      "models of the type CF_I2I_CLICK score nothing without");
  EXPECT_TRUE(read_settings(with_customer(
      R"("scenarios": [{"id": "a",
                         "stages": [{"models": [{"model": "top_clicked", "context": "none"}]}]}])")));
}

TEST(read_settings, share_everywhere_is_for_models_without_context) {
  const auto scenario_with = [](std::string_view id) {
    return with_customer(std::string(R"("scenarios": [{"id": "s", "stages": [{"models": [{"model": ")") +
                         std::string(id) + R"(", "everywhere": true}]}]}])");
  };
  EXPECT_EQ(mistakes_in(scenario_with("session_clicked")),
            "customers.00000.scenarios[0].stages[0].models[0].everywhere: found true, expected false, since "
            "models of the type SESSION_KNN_CLICK need context");
  EXPECT_TRUE(settings::read_settings(scenario_with("top_clicked")));
}

TEST(read_settings, ids_occur_once) {
  const auto mistakes = mistakes_in(with_customer(R"(
    "models": [{"id": "m", "type": "CF_I2I_BUY"}, {"id": "m", "type": "CF_I2I_CLICK"}],
    "scenarios": [{"id": "s", "stages": [{"models": ["m"]}]}, {"id": "s", "stages": [{"models": ["m"]}]}])"));
  EXPECT_EQ(mistakes,
            "customers.00000.models[1].id: found \"m\" again, expected an id of its own\n"
            "customers.00000.scenarios[1].id: found \"s\" again, expected an id of its own");
}

TEST(read_settings, models_and_scenarios_add_to_the_library_and_take_the_place_of_those_with_their_id) {
  const auto shop = read(with_customer(R"(
    "models": [{"id": "near", "type": "CF_I2I_BUY"},
               {"id": "also_clicked", "type": "CF_I2I_CLICK", "damping": 1}],
    "scenarios": [{"id": "box", "stages": [{"models": ["near", "top_clicked"]}]},
                  {"id": "popular", "stages": [{"models": ["top_bought"]}]}])"))
                        .customers.at(0);
  EXPECT_EQ(shop.models.size(), model::built_in_models().size() + 1);
  EXPECT_EQ(shop.models.back().id, "near");
  for (const auto& each : shop.models)
    if (each.id == "also_clicked") {
      EXPECT_EQ(each[model::option::damping], 1);
    }
  EXPECT_EQ(shop.scenarios.size(), recommend::built_in_scenarios().size() + 1);
  EXPECT_NE(shop.find_scenario("box"), nullptr);
  ASSERT_EQ(shop.find_scenario("popular")->stages.size(), 1U);
  EXPECT_EQ(shop.find_scenario("popular")->stages[0].models[0].model, "top_bought");
}

TEST(read_settings, a_built_in_scenario_that_a_given_model_does_not_fit_is_told) {
  const auto mistakes =
      mistakes_in(with_customer(R"("models": [{"id": "top_clicked", "type": "CF_I2I_CLICK"}])"));
  EXPECT_NE(mistakes.find("customers.00000: the built-in scenario "), std::string::npos) << mistakes;
  EXPECT_NE(mistakes.find("since models of the type CF_I2I_CLICK need context"), std::string::npos)
      << mistakes;
}

TEST(read_settings, without_the_library_its_models_are_unknown) {
  EXPECT_NE(
      mistakes_in(
          with_customer(
              R"("library": false, "scenarios": [{"id": "a", "stages": [{"models": ["top_clicked"]}]}])"))
          .find("found \"top_clicked\", expected the id of a model of this customer"),
      std::string::npos);
}

std::string model_types() {
  std::string types;
  for (const auto& kind : model::model_kinds()) types += (types.empty() ? "" : ", ") + std::string(kind.type);
  return types + ", PROFILE";  // which `list` makes one of the others
}

TEST(read_settings, required_keys_and_filled_lists_are_demanded) {
  EXPECT_EQ(
      mistakes_in(with_customer(R"("models": [{"id": "m"}], "scenarios": [{"id": "s", "stages": []},
                                         {"id": "t", "output_types": [1, 1], "stages": [{"models": []}]},
                                         7])")),
      "customers.00000.models[0].type: found nothing, expected one of: " + model_types() +
          "\n"
          "customers.00000.scenarios[0].stages: found an empty list, expected a list of 1..4 objects\n"
          "customers.00000.scenarios[1].output_types: found [1,1], expected a list of different whole "
          "numbers in "
          "1..2147483647, at least one\n"
          "customers.00000.scenarios[1].stages[0].models: found an empty list, expected a list of 1..20 "
          "objects\n"
          "customers.00000.scenarios[2]: found 7, expected an object");
}

TEST(read_settings_file, a_file_that_cannot_be_read_is_named_with_the_reason) {
  const temporary_folder folder;
  const auto missing = settings::read_settings_file(folder.path() / "none.json");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), error::bad_configuration);
  EXPECT_NE(missing.error().detail().find("none.json: cannot be opened: No such file"), std::string::npos);
  const auto directory = settings::read_settings_file(folder.path());
  ASSERT_FALSE(directory);
  EXPECT_NE(directory.error().detail().find("is a folder"), std::string::npos);
}

TEST(read_settings_file, a_file_is_read_as_its_text) {
  const temporary_folder folder;
  std::ofstream(folder.path() / "a.json") << "{\"server\": {\"threads\": 2}}";
  const auto settings = settings::read_settings_file(folder.path() / "a.json");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->server.threads, 2U);
}

TEST(check_listen_address, follows_the_rule_of_the_file) {
  EXPECT_TRUE(settings::check_listen_address("127.0.0.1:0"));
  const auto refused = settings::check_listen_address("here");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail(),
            "found \"here\", expected an address and port such as 127.0.0.1:8080 or [::1]:8080");
}

}  // namespace footfall::test
