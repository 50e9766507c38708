#include "api/recommendation/recommendation_query.hpp"

#include "api/hints.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/category_text.hpp"
#include "footfall/text/decimal.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace footfall::api {
namespace {

struct history_code {
  std::string_view name;
  events::history_type type;
};

// Both spellings are in use (protocol X7).
constexpr std::array history_codes{
    history_code{"CLICK", events::history_type::clicked},
    history_code{"CLICKED", events::history_type::clicked},
    history_code{"BUY", events::history_type::owns},
    history_code{"OWNS", events::history_type::owns},
    history_code{"CONSUME", events::history_type::consumed},
    history_code{"CONSUMED", events::history_type::consumed},
    history_code{"RATE", events::history_type::rated},
    history_code{"RATED", events::history_type::rated},
    history_code{"BASKET", events::history_type::basket},
};

std::optional<events::history_type> find_history_code(std::string_view word) {
  for (const auto& code : history_codes) {
    if (code.name == word) return code.type;
  }
  return std::nullopt;
}

result<std::uint32_t> read_count(std::string_view text) {
  const auto count = text::to_integer<std::uint64_t>(text);
  const bool huge = !count && !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (huge) return recommend::items_max;
  if (!count || *count == 0)
    return failure{error::bad_parameter,
                   fmt::format("numrecs: {} is outside 1..{}", text.substr(0, 64), recommend::items_max)};
  // Plugins ask for twice the amount that they show, so more than the limit is no mistake (protocol X24).
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(*count, recommend::items_max));
}

result<void> read_context(std::string_view list, std::uint32_t item_type, bool alphanumeric,
                          std::vector<recommend::context_reference>& context) {
  while (!list.empty() && context.size() < recommend::context_entries_max) {
    const auto comma = list.find(',');
    const auto word = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    if (word.empty() || word == "0") continue;  // PHP clients send 0 for "none"
    if (const auto code = find_history_code(word)) {
      context.emplace_back(*code);
      continue;
    }
    auto item = events::read_item(item_type, word, alphanumeric);
    if (!item) return failure{error::bad_parameter, "contextitems: " + item.error().detail()};
    context.emplace_back(std::move(*item));
  }
  return {};
}

void read_categories(const http::target& target, std::vector<std::string>& categories) {
  constexpr std::size_t categories_max = 20;
  for (const auto& parameter : target.parameters())
    if (text::equal_without_case(parameter.name, "categorypath") && !parameter.value.empty() &&
        categories.size() < categories_max)
      categories.push_back(text::to_category_text(parameter.value));
}

bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

}  // namespace

result<bool> read_switch(const http::target& target, std::string_view name) {
  const auto word = target.find(name);
  if (word.empty()) return false;
  const auto truth = text::to_boolean(word);
  if (!truth)
    return failure{error::bad_parameter,
                   fmt::format("{}: {} is not one of true, false, 1, 0", name, word.substr(0, 64))};
  return *truth;
}

namespace {

/// What a parameter is read from and for.
struct query_reading {
  const http::target& target;
  const recommend::scenario& plan;
  bool alphanumeric_items;
  recommend::query& question;
};

result<void> read_numrecs(std::string_view name, const query_reading& to) {
  const auto text = to.target.find(name);
  if (text.empty()) return {};
  const auto count = read_count(text);
  if (!count) return count.error();
  to.question.count = *count;
  return {};
}

result<void> read_output_type(std::string_view name, const query_reading& to) {
  const auto text = to.target.find(name);
  if (text.empty()) return {};
  const auto type = events::read_item_type(text);
  if (!type) return failure{error::bad_parameter, fmt::format("{}: {}", name, type.error().detail())};
  to.question.output_type = *type;
  return {};
}

result<void> read_category_paths(std::string_view, const query_reading& to) {
  read_categories(to.target, to.question.categories);
  return {};
}

template <bool recommend::query::*Member>
result<void> read_switch_into(std::string_view name, const query_reading& to) {
  const auto truth = read_switch(to.target, name);
  if (!truth) return truth.error();
  to.question.*Member = *truth;
  return {};
}

void add_words(std::string_view list, std::vector<std::string>& values) {
  while (!list.empty() && values.size() < recommend::selector_values_max) {
    const auto comma = list.find(',');
    const auto value = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    if (!value.empty()) values.emplace_back(value);
  }
}

template <std::vector<std::string> recommend::query::*Member>
result<void> read_list_into(std::string_view name, const query_reading& to) {
  add_words(to.target.find(name), to.question.*Member);
  return {};
}

result<void> read_context_items(std::string_view name, const query_reading& to) {
  auto list = to.target.find(name);
  if (list.empty()) list = to.target.find("itemid");  // deprecated, one item (protocol X9)
  return read_context(list, to.plan.input_type, to.alphanumeric_items, to.question.context);
}

/// A parameter of recommendations.
struct query_parameter {
  std::string_view name;
  /// Null: it says nothing of what is asked for, but how it is answered, or belongs to another row.
  result<void> (*read)(std::string_view name, const query_reading& to) = nullptr;
};

constexpr std::string_view range_ending = "-range";

/// THE table of parameters of recommendations, in the order in which mistakes are told.
constexpr std::array query_parameters{
    query_parameter{"numrecs", read_numrecs},
    query_parameter{"outputtypeid", read_output_type},
    query_parameter{"categorypath", read_category_paths},
    query_parameter{"usecontextcategorypath", read_switch_into<&recommend::query::categories_of_context>},
    query_parameter{"crosscontenttype", read_switch_into<&recommend::query::all_output_types>},
    query_parameter{"contextitems", read_context_items},
    query_parameter{"segments", read_list_into<&recommend::query::segments>},
    query_parameter{"userattribute", read_list_into<&recommend::query::user_attributes>},
    query_parameter{"usetimeslot", read_switch_into<&recommend::query::prefers_time_slot>},
    query_parameter{"itemid"},
    query_parameter{"recommendcategory"},
    query_parameter{"attribute"},
    query_parameter{"lang"},
    query_parameter{"jsonpcallback"},
    query_parameter{"callback"},
    query_parameter{"deadline_ms"},
    query_parameter{"explain"},
};

bool asks_for_parts(const recommend::scenario& plan) {
  return std::ranges::any_of(plan.stages, [](const recommend::scenario_stage& stage) {
    return std::ranges::any_of(stage.models, [](const recommend::stage_model& part) {
      return part.data == recommend::model_data::submodels;
    });
  });
}

/// `0:50` of `price-range`; nothing when it is none.
std::optional<model::number_interval> read_range(std::string_view name, std::string_view value) {
  const auto colon = value.find(':');
  if (!name.ends_with(range_ending) || colon == std::string_view::npos) return std::nullopt;
  const auto from = text::to_decimal(value.substr(0, colon));
  const auto to = text::to_decimal(value.substr(colon + 1));
  if (!from || !to) return std::nullopt;
  return model::number_interval{*from, *to};
}

recommend::attribute_selector* selector_of(std::string_view key,
                                           std::vector<recommend::attribute_selector>& selectors) {
  const auto known = std::ranges::find(selectors, key, &recommend::attribute_selector::key);
  if (known != selectors.end()) return &*known;
  if (selectors.size() == recommend::selectors_max) return nullptr;
  return &selectors.emplace_back(recommend::attribute_selector{.key = std::string(key)});
}

/// Parameters that no row has are attributes of items (protocol C1).
void read_selectors(const http::target& target, std::vector<recommend::attribute_selector>& selectors) {
  for (const auto& [name, value] : target.parameters()) {
    if (value.empty() || std::ranges::any_of(query_parameters, [&name = name](const query_parameter& row) {
          return text::equal_without_case(row.name, name);
        }))
      continue;
    const bool by_itself = name.starts_with('*');
    const auto range = read_range(name, value);
    auto key = range ? name.substr(0, name.size() - range_ending.size()) : name;
    key.remove_prefix(by_itself ? 1 : 0);
    auto* const selector = selector_of(key, selectors);
    if (selector == nullptr) continue;
    selector->by_itself = selector->by_itself || by_itself;
    if (!range)
      add_words(value, selector->values);
    else if (selector->ranges.size() < recommend::selector_values_max)
      selector->ranges.push_back(*range);
  }
}

}  // namespace

result<recommend::query> read_recommendation_query(const http::target& target,
                                                   const recommend::scenario& plan, bool alphanumeric_items) {
  recommend::query question;
  const query_reading to{target, plan, alphanumeric_items, question};
  for (const auto& row : query_parameters)
    if (row.read != nullptr) {
      if (auto read = row.read(row.name, to); !read) return read.error();
    }
  if (asks_for_parts(plan)) read_selectors(target, question.selectors);
  return question;
}

result<const recommend::scenario*> find_scenario(const customer::customer_settings& settings,
                                                 std::string_view id) {
  const auto* plan = settings.find_scenario(id);
  if (plan == nullptr || !plan->enabled) {
    constexpr std::size_t shown = 64;
    return failure{error::unknown_scenario, fmt::format("scenario: {} is unknown", id.substr(0, shown))};
  }
  return plan;
}

result<std::optional<std::int64_t>> read_deadline_ms(const http::target& target) {
  constexpr std::int64_t deadline_ms_max = 10'000;
  const auto text = target.find("deadline_ms");
  if (text.empty()) return std::optional<std::int64_t>();
  const auto deadline = text::to_integer<std::int64_t>(text);
  if (!deadline || *deadline < 1 || *deadline > deadline_ms_max)
    return failure{error::bad_parameter,
                   fmt::format("deadline_ms: {} is outside 1..{}", text.substr(0, 64), deadline_ms_max)};
  return deadline;
}

std::string hint_about_query(const http::target& target) {
  std::array<std::string_view, query_parameters.size()> known;
  std::ranges::transform(query_parameters, known.begin(), &query_parameter::name);
  std::vector<events::name_value> sent;
  for (const auto& [name, value] : target.parameters()) sent.push_back({name, value});
  return hint_about(sent, known);
}

std::int64_t hour_of(std::int64_t time_ms) noexcept {
  constexpr std::int64_t hour_ms = 3'600'000;
  return time_ms / hour_ms * hour_ms;
}

recommend::known_categories categories_of(const customer::customer& owner,
                                          const customer::customer_settings& settings,
                                          const catalog::catalogue* told, std::int64_t now_ms) noexcept {
  if (!settings.click_categories) return {nullptr, 0, told};
  const auto since_ms = std::max<std::int64_t>(hour_of(now_ms) - settings.click_categories_keep_ms, 0);
  return {&owner.categories, static_cast<std::uint32_t>(since_ms / 1000), told, owner.transfers.load()};
}

// `^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*|\[[0-9]+\])*$`
bool is_callback(std::string_view text) noexcept {
  constexpr std::size_t callback_bytes_max = 128;
  if (text.size() > callback_bytes_max) return false;
  std::size_t at = 0;
  const auto skip = [&](auto belongs) {
    const auto begin = at;
    while (at < text.size() && belongs(text[at])) ++at;
    return at > begin;
  };
  const auto name = [&] { return at < text.size() && is_name_start(text[at]) && skip(is_name_part); };
  if (!name()) return false;
  while (at < text.size()) {
    const char c = text[at++];
    if (c == '.') {
      if (!name()) return false;
    } else if (c == '[') {
      if (!skip([](char d) { return d >= '0' && d <= '9'; }) || at == text.size() || text[at++] != ']')
        return false;
    } else {
      return false;
    }
  }
  return true;
}

result<std::string_view> read_callback(const http::target& target) {
  auto name = target.find("jsonpcallback");
  if (name.empty()) name = target.find("callback");
  if (name.empty()) return std::string_view("jsonpCallback");
  if (!is_callback(name))
    return failure{error::bad_parameter,
                   "jsonpCallback: expected the name of a function or method, like show or "
                   "shop.boxes[0].show, of at most 128 characters"};
  return name;
}

}  // namespace footfall::api
