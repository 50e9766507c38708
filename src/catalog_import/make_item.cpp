// One draft to one item: what each value means, and which mistakes cost the record.
#include "dates.hpp"
#include "draft_sink.hpp"
#include "field_names.hpp"
#include "links.hpp"
#include "plain_text.hpp"
#include "prices.hpp"
#include "words.hpp"

#include "footfall/core/identifiers.hpp"
#include "footfall/text/number.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace footfall::catalog_import {

namespace {

using catalog::attribute_type;
using catalog::item;

constexpr std::size_t title_characters_max = 1000;
constexpr std::size_t description_bytes_max = 64U << 10;
constexpr std::size_t body_bytes_max = 1U << 20;
constexpr std::size_t nominal_bytes_max = 255;
constexpr std::size_t images_max = 20;
constexpr std::size_t paths_max = 32;
constexpr std::size_t path_depth_max = 16;

// `="00123"` and `'00123`, as spreadsheets keep leading zeros.
std::string_view unwrap(std::string_view value) noexcept {
  value = trim(value);
  if (value.starts_with("=\"") && value.ends_with('"') && value.size() > 3)
    value = value.substr(2, value.size() - 3);
  if (value.starts_with('\'')) value.remove_prefix(1);
  return trim(value);
}

// 8.80609E+12: a spreadsheet has thrown the digits away.
bool lost_digits(std::string_view value) {
  if (value.find_first_of("eE") == std::string_view::npos) return false;
  static const re2::RE2 scientific(R"(\d[.,]?\d*[eE]\+\d+)");
  return re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), scientific);
}

class item_maker {
 public:
  item_maker(const draft& from, char decimal, format_rules rules, draft_sink& remarks)
      : from_(from), settings_(remarks.settings()), decimal_(decimal), rules_(rules), remarks_(remarks) {}

  std::optional<item> make() {
    made_.type = from_.type.value_or(settings_.type);
    if (!check_type() || !read_id() || !read_prices()) return std::nullopt;
    read_texts();
    read_links();
    read_state();
    read_categories();
    for (const auto& field : from_.fields) read_attribute(field);
    return std::move(made_);
  }

 private:
  // The value that counts of a target: not empty, of the lowest rank; null when there is none.
  [[nodiscard]] const draft_field* best(target what) const {
    const draft_field* found = nullptr;
    for (const auto& field : from_.fields)
      if (field.what == what && !says_nothing(trim(field.value)) &&
          (found == nullptr || field.rank < found->rank))
        found = &field;
    return found;
  }
  [[nodiscard]] std::string_view value_of(target what) const {
    const auto* const field = best(what);
    return field == nullptr ? std::string_view{} : trim(field->value);
  }
  bool refuse(std::string_view field, std::string_view reason, std::string_view value) {
    remarks_.refuse(from_.place, field, reason, value, made_.id);
    return false;
  }
  void warn(std::string_view field, std::string_view reason, std::string_view value) {
    remarks_.warn(from_.place, field, reason, value, made_.id);
  }

  bool check_type() {
    const bool fits = made_.type != 0 && made_.type <= item_number_max;
    return fits || refuse("type", "bad-type", std::to_string(made_.type));
  }
  bool read_id();
  bool fits_pattern(std::string& id) const;
  [[nodiscard]] read_price_outcome read_price_value(std::string_view value, const price_rules& rules) const;
  bool read_prices();
  void read_sale(std::string_view text, const price_rules& rules);
  void read_texts();
  std::string limited(std::string text, std::size_t bytes_max, std::string_view field);
  void read_links();
  void read_state();
  void read_categories();
  void add_path(catalog::category_path path);
  void read_attribute(const draft_field& field);
  void read_measure(const draft_field& field);
  void add_value(std::string_view key, attribute_type type, std::string_view raw);
  std::optional<std::int64_t> read_time(target what, bool is_end);
  std::optional<std::int64_t> read_time(std::string_view text, std::string_view field, bool is_end);

  const draft& from_;
  const feed_settings& settings_;
  char decimal_;
  format_rules rules_;
  draft_sink& remarks_;
  item made_;
};

bool item_maker::fits_pattern(std::string& id) const {
  if (settings_.id_pattern.empty()) return true;
  const re2::RE2 pattern(settings_.id_pattern, re2::RE2::Quiet);
  const std::string whole = id;
  return pattern.ok() && pattern.NumberOfCapturingGroups() > 0 && re2::RE2::PartialMatch(whole, pattern, &id);
}

bool item_maker::read_id() {
  const draft_field* found = nullptr;
  for (const auto& field : from_.fields)
    if (field.what == target::id && !trim(field.value).empty() &&
        (found == nullptr || field.rank < found->rank))
      found = &field;
  if (found != nullptr) made_.id = std::string(unwrap(found->value));
  auto id = made_.id;
  if (id.empty() || !fits_pattern(id)) return refuse("id", "missing-id", made_.id);
  made_.id = id;
  if (lost_digits(id)) return refuse("id", "damaged-id", id);
  const bool controls =
      std::any_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
  if (id.size() > 255 || controls || id.find('\\') != std::string::npos) return refuse("id", "bad-id", id);
  if (settings_.string_ids) return true;
  const auto number = text::to_integer<std::int64_t>(id);
  if (!number || *number < 1 || *number > 2147483647 || id.starts_with('0'))
    return refuse("id", "bad-id", id);
  return true;
}

read_price_outcome item_maker::read_price_value(std::string_view value, const price_rules& rules) const {
  if (!from_.price_in_minor_units) return read_price_text(value, rules);
  const auto minor = text::to_integer<std::int64_t>(value);
  if (!minor || *minor < 0) return {{}, "bad-price"};
  return {text::price{*minor, rules.fallback}, {}};
}

bool item_maker::read_prices() {
  price_rules rules{settings_.currency, settings_.currency, decimal_, rules_.prescribes_point};
  if (const auto word = value_of(target::currency); !word.empty()) {
    const auto unit = read_currency(word, settings_.currency);
    if (!unit) return refuse("price", "unknown-currency", word);
    rules.fallback = *unit;
  }
  const auto* const net = best(target::net_price);
  const auto* field = best(target::price);
  if (field == nullptr) field = net;
  if (field == nullptr) return true;
  const auto value = trim(field->value);
  read_price_outcome outcome;
  if (field == net) {
    const auto tax = settings_.tax_rates.find(field->key);
    if (tax == settings_.tax_rates.end()) warn("price", "net-price", field->key);
    outcome = read_net_price(value, tax == settings_.tax_rates.end() ? "0" : tax->second, rules);
  } else {
    outcome = read_price_value(value, rules);
  }
  if (!outcome.price) return refuse("price", outcome.reason, value);
  if (!outcome.reason.empty()) warn("price", outcome.reason, value);
  made_.price = outcome.price;
  if (const auto list = value_of(target::list_price); !list.empty()) {
    const auto full = read_price_text(list, rules).price;
    if (full && full->unit == made_.price->unit && full->minor_units > made_.price->minor_units) {
      made_.sale = catalog::sale_price{made_.price->minor_units, {}, {}};
      made_.price = full;
    }
  }
  if (const auto sale = value_of(target::sale); !sale.empty()) read_sale(sale, rules);
  return true;
}

void item_maker::read_sale(std::string_view text, const price_rules& rules) {
  const auto outcome = read_price_value(text, rules);
  if (!outcome.price) return warn("sale", outcome.reason, text);
  if (outcome.price->minor_units == 0) return;
  if (outcome.price->unit != made_.price->unit) return warn("sale", "currency-mismatch", text);
  if (outcome.price->minor_units == made_.price->minor_units) return;
  if (outcome.price->minor_units > made_.price->minor_units) return warn("sale", "sale-not-lower", text);
  catalog::sale_price sale{outcome.price->minor_units, {}, {}};
  auto from = std::string(value_of(target::sale_from));
  auto to = std::string(value_of(target::sale_to));
  const auto window = value_of(target::sale_window);
  if (const auto slash = window.find('/'); slash != std::string_view::npos) {
    from = std::string(trim(window.substr(0, slash)));
    to = std::string(trim(window.substr(slash + 1)));
  } else if (!window.empty()) {
    return warn("sale", "bad-date", window);
  }
  const date_rules dates{settings_.time_zone, from_.month_first, false};
  const auto begin = read_date(from, dates);
  const auto end = read_date(to, {dates.zone, dates.month_first, true});
  if (!begin.reason.empty()) return warn("sale", begin.reason, from);
  if (!end.reason.empty()) return warn("sale", end.reason, to);
  sale.from_ms = begin.time_ms;
  sale.to_ms = end.time_ms;
  made_.sale = sale;
}

std::string item_maker::limited(std::string text, std::size_t bytes_max, std::string_view field) {
  if (text.size() <= bytes_max) return text;
  warn(field, "too-long", beginning(text, 80));
  return std::string(beginning(text, bytes_max));
}

void item_maker::read_texts() {
  const auto plain = [&](target what) { return to_plain_text(value_of(what)); };
  // Characters of four bytes are rare in titles; the bound is one against rubbish.
  made_.title = limited(plain(target::title), title_characters_max * 4, "title");
  made_.description = limited(plain(target::description), description_bytes_max, "description");
  made_.body = limited(plain(target::body), body_bytes_max, "body");
  made_.brand = to_plain_text(value_of(target::brand));
  if (made_.brand.size() > nominal_bytes_max) {
    warn("brand", "too-long", made_.brand);
    made_.brand.clear();
  }
  made_.group = std::string(unwrap(value_of(target::group)));
  if (made_.group == made_.id && from_.parent.empty()) made_.group.clear();
  made_.language = std::string(value_of(target::language));
  if (made_.language.empty()) made_.language = settings_.language;
  for (const auto& [language, texts] : from_.translations) {
    catalog::item_texts tidy{to_plain_text(texts.title), to_plain_text(texts.description)};
    if (!tidy.title.empty() || !tidy.description.empty()) made_.translations[language] = std::move(tidy);
  }
}

void item_maker::read_links() {
  if (const auto link = value_of(target::link); !link.empty()) {
    if (auto clean = clean_link(link, settings_.base_url))
      made_.link = std::move(*clean);
    else
      warn("link", "bad-url", link);
  }
  std::vector<const draft_field*> images;
  for (const auto& field : from_.fields)
    if (field.what == target::image && !says_nothing(trim(field.value))) images.push_back(&field);
  std::stable_sort(images.begin(), images.end(),
                   [](const auto* left, const auto* right) { return left->rank < right->rank; });
  for (const auto* field : images)
    for (const auto& address : split_links(field->value)) {
      auto clean = clean_link(address, settings_.base_url);
      if (!clean)
        warn("image", "bad-url", address);
      else if (made_.images.size() < images_max &&
               std::find(made_.images.begin(), made_.images.end(), *clean) == made_.images.end())
        made_.images.push_back(std::move(*clean));
    }
}

std::optional<std::int64_t> item_maker::read_time(std::string_view text, std::string_view field,
                                                  bool is_end) {
  const auto outcome = read_date(text, {settings_.time_zone, from_.month_first, is_end});
  if (!outcome.reason.empty()) warn(field, outcome.reason, text);
  return outcome.time_ms;
}

std::optional<std::int64_t> item_maker::read_time(target what, bool is_end) {
  const auto text = value_of(what);
  return text.empty() ? std::nullopt : read_time(text, name_of(what), is_end);
}

void item_maker::read_state() {
  for (const auto source : {target::availability, target::delivery, target::quantity}) {
    const auto word = value_of(source);
    if (word.empty()) continue;
    made_.available = read_availability(word);
    if (made_.available) break;
    warn("availability", "unknown-availability", word);
  }
  for (const auto& field : from_.fields) {
    const auto answer = field.what == target::visible || field.what == target::hidden
                            ? read_yes_or_no(field.value)
                            : std::nullopt;
    if (answer && *answer == (field.what == target::hidden)) made_.visible = false;
  }
  made_.valid_from_ms = read_time(target::valid_from, false);
  made_.valid_to_ms = read_time(target::valid_to, true);
  made_.added_ms = read_time(target::added, false);
}

void item_maker::add_path(catalog::category_path path) {
  for (auto& name : path) name = to_plain_text(name);
  std::erase_if(path, [](const std::string& name) { return says_nothing(name); });
  if (!path.empty() && !settings_.category_root.empty() && path.front() == settings_.category_root)
    path.erase(path.begin());
  if (path.size() > path_depth_max) path.resize(path_depth_max);
  if (path.empty() || made_.categories.size() >= paths_max) return;
  if (std::find(made_.categories.begin(), made_.categories.end(), path) == made_.categories.end())
    made_.categories.push_back(std::move(path));
}

// A path in text: at `>` or `»`, else at bars, else, when it begins with one, at slashes.
catalog::category_path split_path(std::string_view raw) {
  auto text = decode_entities(decode_entities(raw));
  for (auto place = text.find("»"); place != std::string::npos; place = text.find("»", place))
    text.replace(place, std::string_view("»").size(), 1, '>');
  if (text.find('>') != std::string::npos) return split(text, '>');
  if (text.find('|') != std::string::npos) return split(text, '|');
  if (text.starts_with('/')) return split(text, '/', true);
  return {text};
}

void item_maker::read_categories() {
  for (const auto& path : from_.paths) add_path(path);
  for (const auto& field : from_.fields)
    if (field.what == target::category) add_path(split_path(field.value));
  const auto googles = value_of(target::google_category);
  if (googles.empty()) return;
  add_value("google_product_category", attribute_type::nominal, googles);
  if (made_.categories.empty() && googles.find_first_not_of("0123456789") != std::string_view::npos)
    add_path(split_path(googles));
}

void item_maker::add_value(std::string_view key, attribute_type type, std::string_view raw) {
  if (type == attribute_type::numeric) {
    const auto number = read_number(raw);
    if (!number) return warn(key, "bad-number", raw);
    auto& numbers = made_.attribute(key, type).numbers;
    if (std::find(numbers.begin(), numbers.end(), *number) == numbers.end()) numbers.push_back(*number);
    return;
  }
  auto value = to_plain_text(raw);
  if (says_nothing(value)) return;
  if (type == attribute_type::nominal && value.size() > nominal_bytes_max)
    return warn(key, "too-long", value);
  if (value.size() > body_bytes_max) value = std::string(beginning(value, body_bytes_max));
  auto& texts = made_.attribute(key, type).texts;
  if (std::find(texts.begin(), texts.end(), value) == texts.end()) texts.push_back(std::move(value));
}

void item_maker::read_attribute(const draft_field& field) {
  if (field.what == target::weight || field.what == target::content) return read_measure(field);
  if (field.what == target::gtin) {
    const auto number = unwrap(field.value);
    if (lost_digits(number)) return warn("gtin", "damaged-number", number);
    return add_value("gtin", attribute_type::nominal, number);
  }
  if (field.what != target::attribute) return;
  const auto key = field.keep_key ? field.key : attribute_key(field.key);
  if (key.empty()) return;
  if (!field.keep_key && (key == "color" || key == "material")) {
    for (const auto& value : split(field.value, '/')) add_value(key, field.type, value);
    return;
  }
  add_value(key, field.type, field.value);
}

void item_maker::read_measure(const draft_field& field) {
  struct unit_row {
    std::string_view name;
    target what;
    double factor;
  };
  static constexpr unit_row units[] = {
      {"mg", target::weight, 0.001},      {"g", target::weight, 1},
      {"kg", target::weight, 1000},       {"lb", target::weight, 453.59237},
      {"lbs", target::weight, 453.59237}, {"oz", target::weight, 28.349523125},
      {"ml", target::content, 1},         {"cl", target::content, 10},
      {"dl", target::content, 100},       {"l", target::content, 1000}};
  const auto text = lower(trim(field.value));
  const auto end = text.find_last_of("0123456789");
  if (end == std::string::npos) return;
  auto unit = std::string(trim(std::string_view(text).substr(end + 1)));
  if (unit.empty()) unit = field.key;
  const auto number = read_number(std::string_view(text).substr(0, end + 1));
  if (!number || *number == 0) return;
  for (const auto& row : units) {
    if (row.name != unit) continue;
    const auto value = std::round(*number * row.factor * 1000) / 1000;
    auto& numbers =
        made_.attribute(row.what == target::weight ? "weight_g" : "content_ml", attribute_type::numeric)
            .numbers;
    if (std::find(numbers.begin(), numbers.end(), value) == numbers.end()) numbers.push_back(value);
    return;
  }
}

}  // namespace

std::optional<item> make_item(const draft& from, char decimal, format_rules rules, draft_sink& remarks) {
  return item_maker(from, decimal, rules, remarks).make();
}

}  // namespace footfall::catalog_import
