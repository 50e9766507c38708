#include "recommend.hpp"

#include "footfall/settings/read_settings.hpp"
#include "footfall/text/percent.hpp"

#include "configured_customer.hpp"
#include "http_client.hpp"
#include "output.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace footfall::commands {

namespace {

using nlohmann::json;

// Of an object; null when it has no such member.
const json& member_of(const json& object, const char* name) {
  static const json none;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? none : *found;
}

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? "" : value.dump();
}

std::string title_of(const json& item) {
  for (const auto& attribute : member_of(item, "attributes"))
    if (member_of(attribute, "key") == "title")
      for (const auto& value : member_of(attribute, "values")) return text_of(value);
  return {};
}

std::string joined(const json& list, const std::function<std::string(const json&)>& each_text) {
  std::string text;
  for (const auto& each : list) text += (text.empty() ? "" : ", ") + each_text(each);
  return text;
}

// A context item, with its title, and how often it is in a session with the item or what is alike.
std::string evidence_of(const json& each) {
  auto text = text_of(member_of(each, "contextItem"));
  if (const auto title = text_of(member_of(each, "title")); !title.empty()) text += " " + title;
  const auto matches = joined(member_of(each, "matches"), text_of);
  if (!matches.empty()) text += fmt::format(" (same {})", matches);
  if (const auto& together = member_of(each, "together"); !together.is_null())
    text += fmt::format(" ({} of {} sessions)", text_of(together), text_of(member_of(each, "ofContext")));
  return text;
}

// Why an item of the answer is there: stage, models with their shares, context items, boosts.
std::string reason_of(const json& why) {
  auto text = fmt::format("stage {}: {}", text_of(member_of(why, "stage")),
                          joined(member_of(why, "models"), [](const json& each) {
                            const auto& share = member_of(each, "share");
                            return fmt::format("{} {:.0f}%", text_of(member_of(each, "model")),
                                               share.is_number() ? 100 * share.get<double>() : 0.0);
                          }));
  const auto context = joined(member_of(why, "evidence"), evidence_of);
  if (!context.empty()) text += ", because of " + context;
  const auto boosts =
      joined(member_of(why, "boosts"), [](const json& each) { return text_of(member_of(each, "boost")); });
  if (!boosts.empty()) text += ", moved up by " + boosts;
  return text;
}

std::string summary_of(const json& why) {
  auto text = fmt::format("\n{} of {} in {} ms", text_of(member_of(why, "answered")),
                          text_of(member_of(why, "asked")), text_of(member_of(why, "milliseconds")));
  if (const auto& shortage = member_of(why, "shortBecause"); shortage.is_object())
    text += ", fewer because of " + text_of(member_of(shortage, "cause"));
  for (const auto& refused : member_of(why, "refusedKeys"))
    text += fmt::format("\n  {} is no part of its own: {}", text_of(member_of(refused, "key")),
                        text_of(member_of(refused, "reason")));
  for (const auto& filter : member_of(why, "filters"))
    text += fmt::format("\n  filter {} took {}", text_of(member_of(filter, "filter")),
                        text_of(member_of(filter, "took")));
  return text + "\n";
}

// The first address of the configuration, and the customer's key.
result<void> take_from_configuration(recommend_options& options) {
  const auto settings = settings::read_settings_file(options.configuration);
  if (!settings) return settings.error();
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return shop.error();
  if (options.license_key.empty()) options.license_key = (*shop)->license_key;
  if (options.url.empty()) {
    if (settings->server.listen.empty())
      return failure{error::bad_configuration, "--url: the configuration has no server.listen"};
    options.url = "http://" + settings->server.listen.front();
  }
  return {};
}

// `&NAME=VALUE` of each.
result<std::string> query_of(const std::vector<std::string>& parameters) {
  std::string query;
  for (const auto& each : parameters) {
    const auto sign = each.find('=');
    if (sign == 0 || sign == std::string::npos)
      return failure{error::bad_configuration,
                     fmt::format("--parameter: found \"{}\", expected NAME=VALUE", each)};
    query += '&' + text::encoded(std::string_view(each).substr(0, sign)) + '=' +
             text::encoded(std::string_view(each).substr(sign + 1));
  }
  return query;
}

result<std::string> ask(recommend_options options) {
  if (!options.configuration.empty())
    if (const auto taken = take_from_configuration(options); !taken) return taken.error();
  auto client = http_client::for_url(options.url);
  if (!client) return failure{client.error().code(), "--url: " + client.error().detail()};
  auto path = fmt::format("/api/v2/{}/{}/{}.json?numrecs={}&attribute=title", text::encoded(options.customer),
                          text::encoded(options.user), text::encoded(options.scenario), options.count);
  if (!options.context.empty()) path += "&contextitems=" + text::encoded(options.context);
  const auto parameters = query_of(options.parameters);
  if (!parameters) return parameters.error();
  path += *parameters;
  if (options.explain) path += "&explain=true";
  const auto answer = client->get(path, options.customer, options.license_key);
  if (!answer) return answer.error();
  if (answer->status != 200)
    return failure{error::io_failed, fmt::format("{}: answered {}: {}", client->address(), answer->status,
                                                 answer->body.substr(0, answer->body.find('\n')))};
  return recommendation_table(answer->body);
}

}  // namespace

result<std::string> recommendation_table(std::string_view answer) {
  const auto content = json::parse(answer, nullptr, false);
  const auto& items = member_of(content, "recommendationItems");
  if (!items.is_array())
    return failure{error::io_failed, "the server answered no recommendation; is it footfall?"};
  const auto& why = member_of(content, "explanation");
  const auto& reasons = member_of(why, "items");
  auto table =
      fmt::format("{:>5}  {:>9}  {:>5}  {:<20}  {:<40}\n", "place", "relevance", "type", "item", "title");
  for (std::size_t place = 0; place < items.size(); ++place) {
    const auto& item = items[place];
    table +=
        fmt::format("{:>5}  {:>9}  {:>5}  {:<20}  {}\n", place + 1, text_of(member_of(item, "relevance")),
                    text_of(member_of(item, "itemType")), text_of(member_of(item, "itemId")), title_of(item));
    if (place < reasons.size()) table += fmt::format("       {}\n", reason_of(reasons[place]));
  }
  if (why.is_object()) table += summary_of(why);
  return table;
}

exit_status show_recommendations(recommend_options options) {
  const auto table = ask(std::move(options));
  if (!table) return report_failure(table.error());
  print("{}", *table);
  return success;
}

void add_recommend(CLI::App& root, std::function<exit_status()>& chosen) {
  auto& command = *root.add_subcommand("recommend", "Show what a running server recommends to a user");
  auto options = std::make_shared<recommend_options>();
  command.add_option("CUSTOMER", options->customer, "Id of the customer")->required()->type_name("");
  command.add_option("USER", options->user, "Id of the user")->required()->type_name("");
  command.add_option("SCENARIO", options->scenario, "Id of the scenario")->required()->type_name("");
  auto* const file = command.add_option("-c,--config", options->configuration,
                                        "Configuration of the server: where it listens, and the licence key");
  file->envname("FOOTFALL_CONFIG")->type_name("FILE");
  auto* const url = command.add_option("--url", options->url, "The running server, http://HOST[:PORT]");
  url->envname("FOOTFALL_URL")->type_name("URL");
  command.add_option("--license-key", options->license_key, "The customer's license key, for --explain")
      ->envname("FOOTFALL_LICENSE_KEY")
      ->type_name("KEY");
  command.add_option("--context", options->context, "Context items and history codes, as in 12,CLICK")
      ->type_name("LIST");
  command.add_option("--count", options->count, "How many items; default: 10")
      ->type_name("N")
      ->check(CLI::Range(1, 50));
  command
      .add_option("--parameter", options->parameters,
                  "A further parameter of the request, as in categorypath=/Shoes; may be given several times")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_flag("--explain", options->explain, "Show why each item is there, and what filters took");
  command.footer(
      "Examples:\n"
      "  footfall recommend --config footfall.json 00000 anna cross_sell --context 12 --explain\n"
      "  footfall recommend --url http://127.0.0.1:8080 00000 anna personalized\n"
      "  footfall recommend --config footfall.json 00000 anna popular --parameter categorypath=/Shoes "
      "--parameter color=lime\n");
  command.final_callback([=, &chosen] {
    if (file->count() == 0 && url->count() == 0) throw CLI::RequiredError("--config or --url");
    chosen = [options] { return show_recommendations(*options); };
  });
}

}  // namespace footfall::commands
