// What to suggest to somebody who is typing (protocol part E):
// `/{solution}/v4/search/{customer}/get_suggestions.jsonp`.
#include "api/search/answers.hpp"

#include "api/endpoints.hpp"
#include "api/error_answers.hpp"
#include "api/recommendation/item_attributes.hpp"
#include "api/recommendation/recommendation_query.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace footfall::api {
namespace {

constexpr std::uint64_t suggestions_max = 50;
constexpr std::size_t typed_bytes_max = 256;
constexpr std::size_t letters_min = 2;  // pages ask from the second one on

/// How much of each kind is asked for.
struct asked_suggestions {
  std::string_view typed;
  std::uint32_t item_type = 1;
  std::size_t items = 0, categories = 0, vendors = 0;
};

result<std::size_t> read_amount(const http::target& target, std::string_view name) {
  const auto text = target.find(name);
  if (text.empty()) return std::size_t{0};
  const auto amount = text::to_integer<std::uint64_t>(text);
  if (!amount) return failure{error::bad_parameter, fmt::format("{}: expected a whole number", name)};
  return static_cast<std::size_t>(std::min(*amount, suggestions_max));
}

result<asked_suggestions> read_question(const http::target& target) {
  asked_suggestions asked;
  asked.typed = target.find("q").substr(0, typed_bytes_max);
  if (const auto type = target.find("itemtype"); !type.empty()) {
    const auto read = events::read_item_type(type);
    if (!read) return read.error();
    asked.item_type = *read;
  }
  for (const auto& [name, amount] :
       {std::pair("item", &asked.items), std::pair("category", &asked.categories),
        std::pair("vendor", &asked.vendors)}) {
    const auto read = read_amount(target, name);
    if (!read) return read.error();
    *amount = *read;
  }
  constexpr std::size_t items_preset = 10;
  if (asked.items + asked.categories + asked.vendors == 0) asked.items = items_preset;
  return asked;
}

// Pages put them in order by `yc_score`, the smallest first.
void write_named(std::string_view dataset, const std::vector<std::string>& names, text::json_writer& json) {
  json.key(dataset);
  json.open_array();
  std::size_t place = 0;
  for (const auto& name : names) {
    json.open_object();
    json.field("title", std::string_view(name).substr(name.rfind('/') + 1));
    json.field("path", name);
    json.field("yc_score", ++place);
    json.close_object();
  }
  json.close_array();
}

void write_items(const endpoint_call& call, const asked_suggestions& asked,
                 const catalog::suggestion_index* index, text::json_writer& json) {
  const auto now_ms = call.context.time.wall_ms();
  const auto catalogue = call.owner->catalogue.load();
  shown_attributes shown{read_wanted_attributes(call.question.target), catalogue.get(), now_ms};
  for (const auto* key : {"title", "url", "price"})
    if (std::ranges::find(shown.wanted.keys, key) == shown.wanted.keys.end())
      shown.wanted.keys.emplace_back(key);
  std::vector<item_index> found;
  if (index != nullptr && catalogue)
    index->find_items(
        asked.typed, asked.items,
        [&](item_index item) {
          const auto* told = catalogue->find(item);
          return told != nullptr && call.owner->items.type_of(item) == asked.item_type &&
                 catalog::is_recommendable(*told, now_ms / 1000);
        },
        found);
  json.key("ITEM");
  json.open_array();
  std::size_t place = 0;
  for (const auto item : found) {
    json.open_object();
    write_first_values(shown, item, json);
    json.field("yc_score", ++place);
    json.close_object();
  }
  json.close_array();
}

void write_suggestions(const endpoint_call& call, const asked_suggestions& asked, text::json_writer& json) {
  const auto index = asked.typed.size() < letters_min ? nullptr : call.owner->suggestions.load();
  json.open_object();
  if (asked.items != 0) write_items(call, asked, index.get(), json);
  const std::vector<std::string> none;
  if (asked.categories != 0)
    write_named("CATEGORY", index ? index->find_categories(asked.typed, asked.categories) : none, json);
  if (asked.vendors != 0)
    write_named("VENDOR", index ? index->find_vendors(asked.typed, asked.vendors) : none, json);
  json.close_object();
}

void begin_script(std::string_view callback, http::response& out) {
  out.content_type = "application/javascript; charset=utf-8";
  out.set("X-Content-Type-Options", "nosniff");
  out.body.append(callback).push_back('(');
}

}  // namespace

result<void> get_suggestions(const endpoint_call& call, http::response& out) {
  const auto callback = read_callback(call.question.target);
  if (!callback) return callback.error();
  const auto asked = read_question(call.question.target);
  if (!asked) return asked.error();
  begin_script(*callback, out);
  text::json_writer json(out.body);
  write_suggestions(call, *asked, json);
  out.body += ", 200)";
  return {};
}

void write_search_fault(const failure& why, const http::request& question, http::response& out) {
  write_json_fault(why, question, out);
  const auto callback = read_callback(question.target);
  if (!callback) return;
  const auto status = std::exchange(out.status, 200);
  out.body.clear();
  std::erase_if(out.fields, [](const auto& field) { return field.first == "WWW-Authenticate"; });
  begin_script(*callback, out);
  text::json_writer json(out.body);
  json.open_object();
  json.field("faultMessage", sentence_of(why));
  json.close_object();
  fmt::format_to(std::back_inserter(out.body), ", {})", status);
}

}  // namespace footfall::api
