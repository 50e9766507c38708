// What people see of recommendations at the command line: `footfall recommend` asks a running server,
// `footfall check-config` doubts what a file says of them.
#include "end_to_end/shop.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};

struct command_end {
  int status = -1;
  std::string output, errors;
};

command_end run(std::vector<std::string> arguments) {
  const process command({.program = footfall_binary, .arguments = std::move(arguments)});
  const auto end = command.wait_for_end(60s);
  return {end && end->status ? *end->status : -1, command.standard_output(), command.standard_error()};
}

std::string address_of(const footfall_server& server) {
  return "http://127.0.0.1:" + std::to_string(server.port());
}

struct shop_with_titles : shop {
  shop_with_titles() {
    track_sessions({{12, 13}, {12, 13}, {12, 14}, {14}});
    track("/api/00000/blacklist/anna/1/14");
    const auto told = visitor().request("POST", "/api/00000/item",
                                        R"([{"id":12,"type":1,"title":"Lantern"},
                                            {"id":13,"type":1,"title":"Storm lantern, red"},
                                            {"id":14,"type":1,"title":"Wick"}])",
                                        {license.front(), {"Content-Type", "application/json"}});
    if (told.status != 202) throw std::runtime_error(told.body);
    build_models();
  }
};

TEST(recommend_command, prints_what_a_server_answers_as_a_table_with_titles) {
  const shop_with_titles site;
  const auto shown = run({"recommend", "--url", address_of(site.server), "00000", "bert", "also_clicked",
                          "--context", "12", "--count", "2"});
  ASSERT_EQ(shown.status, 0) << shown.errors;
  EXPECT_NE(shown.output.find("    1       1000      1  13                    Storm lantern, red\n"),
            std::string::npos)
      << shown.output;
  EXPECT_NE(shown.output.find("1  14                    Wick\n"), std::string::npos) << shown.output;
}

TEST(recommend_command, explains_stage_models_sessions_and_filters) {
  const shop_with_titles site;
  const auto shown =
      run({"recommend", "--url", address_of(site.server), "--license-key", "67890-1234-5678-90123-4567",
           "00000", "anna", "also_clicked", "--context", "12", "--explain"});
  ASSERT_EQ(shown.status, 0) << shown.errors;
  for (const auto* part :
       {"Storm lantern, red\n", "stage 1: also_clicked 100%, because of 12 Lantern (2 of 3 sessions)",
        "1 of 10 in ", "fewer because of filters", "filter blacklist took 1", "filter context_items took 1"})
    EXPECT_NE(shown.output.find(part), std::string::npos) << part << '\n' << shown.output;
}

TEST(recommend_command, what_the_server_refuses_is_told_and_no_success) {
  const shop_with_titles site;
  const auto unknown = run({"recommend", "--url", address_of(site.server), "00000", "anna", "no_box"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_NE(unknown.errors.find("scenario: no_box is unknown"), std::string::npos) << unknown.errors;
  EXPECT_EQ(
      run({"recommend", "--url", address_of(site.server), "00000", "anna", "popular", "--explain"}).status, 1)
      << "only the customer may ask why";
}

TEST(check_config, doubts_models_context_facts_and_events_that_cannot_be_meant) {
  const temporary_folder folder;
  const auto file = folder.path() / "footfall.json";
  std::ofstream(file) << R"({"customers": {"00000": {"library": false,
    "models": [{"id": "near", "type": "CF_I2I_CLICK"}, {"id": "spare", "type": "CF_I2I_BUY"}],
    "scenarios": [{"id": "box", "stages": [{"models": [{"model": "near", "context": "item"}]}],
                   "filters": {"minimum_price": 5}, "boosts": [{"by": "sale"}]}]}}})";
  const auto checked = run({"check-config", "--config", file.string()});
  EXPECT_EQ(checked.status, 0) << checked.errors;
  for (const auto* doubt :
       {R"(warning: customers.00000: no scenario uses the model "spare")",
        "warning: customers.00000: nothing reads events of the kinds consume, buy, basket, rate, owns:",
        "warning: customers.00000.scenarios: box: every model needs items that the request names",
        "warning: customers.00000.scenarios: box: the filter minimum_price looks at the catalogue",
        "warning: customers.00000.scenarios: box: the boost sale looks at the catalogue"})
    EXPECT_NE(checked.output.find(doubt), std::string::npos) << doubt << '\n' << checked.output;
}

TEST(suggestions, are_found_by_beginnings_and_in_spite_of_a_mistake_on_the_real_server) {
  shop_with_titles site;
  const auto found = [&](const std::string& typed) {
    const auto answer = site.visitor().get("/api/v4/search/00000/get_suggestions.jsonp?item=5&q=" + typed);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body.ends_with(", 200)")) << answer.body;
    std::vector<std::string> titles;
    const auto begin = answer.body.find('(') + 1;
    const auto list = nlohmann::json::parse(answer.body.substr(begin, answer.body.rfind(',') - begin));
    for (const auto& each : list.at("ITEM")) titles.push_back(each.at("title"));
    return titles;
  };
  using titles = std::vector<std::string>;
  EXPECT_EQ(found("lant"), (titles{"Lantern", "Storm lantern, red"}));
  EXPECT_EQ(found("sto%20lant"), titles{"Storm lantern, red"});
  EXPECT_EQ(found("lamtern"), (titles{"Lantern", "Storm lantern, red"}));
  EXPECT_EQ(found("LANT%C3%89RN%20red"), titles{"Storm lantern, red"});
  EXPECT_EQ(found("anchor"), titles{});
}

}  // namespace
}  // namespace footfall::test
