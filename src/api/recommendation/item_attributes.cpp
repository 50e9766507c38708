#include "api/recommendation/item_attributes.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/price.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace footfall::api {
namespace {

using catalog::item;
using catalog::item_texts;
using values = std::vector<std::string>;

/// What a name is asked of.
struct asked_item {
  const item& what;
  const std::string& language;
  std::int64_t now_ms;
};

values one_or_none(std::string text) { return text.empty() ? values{} : values{std::move(text)}; }

// In `en-GB`, else in `en`, else as the item has it (protocol part E).
values text_of(const asked_item& of, const std::string& own, std::string item_texts::*member) {
  if (of.language == of.what.language) return one_or_none(own);
  for (const auto& language : {of.language, of.language.substr(0, of.language.find('-'))}) {
    const auto translated = of.what.translations.find(language);
    if (translated != of.what.translations.end() && !(translated->second.*member).empty())
      return one_or_none(translated->second.*member);
  }
  return one_or_none(own);
}

values time_of(const std::optional<std::int64_t>& time_ms) {
  return time_ms ? values{text::to_iso_time(*time_ms)} : values{};
}

values price_of(const item& of, const std::optional<std::int64_t>& minor) {
  return of.price && minor ? values{text::to_text({*minor, of.price->unit})} : values{};
}

std::optional<std::int64_t> sale_of(const asked_item& of) {
  const auto& sale = of.what.sale;
  const bool holds =
      sale && (!sale->from_ms || *sale->from_ms <= of.now_ms) && (!sale->to_ms || of.now_ms <= *sale->to_ms);
  return holds ? std::optional(sale->minor) : std::nullopt;
}

std::optional<std::int64_t> list_price_of(const asked_item& of) {
  return of.what.price ? std::optional(of.what.price->minor_units) : std::nullopt;
}

values category_values(const item& of) {
  values paths;
  for (const auto& path : of.categories) paths.push_back(fmt::format("{}", fmt::join(path, "/")));
  return paths;
}

/// A name that means the same for all items, without case.
struct known_name {
  std::string_view name;
  values (*read)(const asked_item& of);
};

values first_image(const asked_item& of) {
  return of.what.images.empty() ? values{} : values{of.what.images.front()};
}
values link(const asked_item& of) { return one_or_none(of.what.link); }

constexpr known_name known_names[] = {
    {"title", [](const asked_item& of) { return text_of(of, of.what.title, &item_texts::title); }},
    {"description",
     [](const asked_item& of) { return text_of(of, of.what.description, &item_texts::description); }},
    {"link", link},
    {"deeplink", link},
    {"deeplinkurl", link},
    {"url", link},
    {"image", first_image},
    {"thumbnailimageurl", first_image},
    {"images", [](const asked_item& of) { return of.what.images; }},
    {"price",
     [](const asked_item& of) {
       const auto sale = sale_of(of);
       return price_of(of.what, sale ? sale : list_price_of(of));
     }},
    {"listprice", [](const asked_item& of) { return price_of(of.what, list_price_of(of)); }},
    {"saleprice", [](const asked_item& of) { return price_of(of.what, sale_of(of)); }},
    {"brand", [](const asked_item& of) { return one_or_none(of.what.brand); }},
    {"categorypath", [](const asked_item& of) { return category_values(of.what); }},
    {"availability",
     [](const asked_item& of) {
       return of.what.available ? values{std::string(catalog::name_of(*of.what.available))} : values{};
     }},
    {"group", [](const asked_item& of) { return one_or_none(of.what.group); }},
    {"validfrom", [](const asked_item& of) { return time_of(of.what.valid_from_ms); }},
    {"validto", [](const asked_item& of) { return time_of(of.what.valid_to_ms); }},
    {"added", [](const asked_item& of) { return time_of(of.what.added_ms); }},
};

values values_of(const asked_item& of, std::string_view key) {
  values found;
  for (const auto& attribute : of.what.attributes) {
    if (attribute.key != key) continue;
    found.insert(found.end(), attribute.texts.begin(), attribute.texts.end());
    for (const auto number : attribute.numbers) found.push_back(fmt::format("{}", number));
  }
  if (!found.empty()) return found;
  const auto* const row = std::ranges::find_if(
      known_names, [&](const known_name& each) { return text::equal_without_case(each.name, key); });
  return row == std::end(known_names) ? values{} : row->read(of);
}

// What is known of the item, which may be nothing.
item read_shown(const shown_attributes& shown, item_index which) {
  auto read = shown.catalogue == nullptr ? result<item>(item{}) : shown.catalogue->read(which);
  return read ? std::move(*read) : item{};
}

bool is_plain_key(std::string_view key) {
  return std::ranges::all_of(key, [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '_' || byte == '-' || byte == '.';
  });
}

void write_list(text::json_writer& json, std::string_view name, const values& list) {
  json.key(name);
  json.open_array();
  for (const auto& each : list) json.value(each);
  json.close_array();
}

}  // namespace

wanted_attributes read_wanted_attributes(const http::target& target) {
  wanted_attributes wanted{{}, std::string(target.find("lang"))};
  for (const auto& [name, value] : target.parameters()) {
    if (!text::equal_without_case(name, "attribute")) continue;
    for (std::size_t begin = 0; begin <= value.size();) {
      const auto end = std::min(value.find(',', begin), value.size());
      const std::string key(value.substr(begin, end - begin));
      begin = end + 1;
      const bool is_known = std::ranges::find(wanted.keys, key) != wanted.keys.end();
      if (!key.empty() && !is_known && wanted.keys.size() < attributes_max) wanted.keys.push_back(key);
    }
  }
  return wanted;
}

void write_attributes(const shown_attributes& shown, item_index which, text::json_writer& json) {
  json.open_array();
  if (!shown.wanted.keys.empty()) {
    const auto what = read_shown(shown, which);
    for (const auto& key : shown.wanted.keys) {
      const auto found = values_of({what, shown.wanted.language, shown.now_ms}, key);
      json.open_object();
      json.field("key", key);
      write_list(json, "values", found);
      write_list(json, "value", found);
      json.close_object();
    }
  }
  json.close_array();
}

void write_first_values(const shown_attributes& shown, item_index which, text::json_writer& json) {
  const auto what = read_shown(shown, which);
  for (const auto& key : shown.wanted.keys) {
    if (!is_plain_key(key)) continue;
    const auto found = values_of({what, shown.wanted.language, shown.now_ms}, key);
    if (!found.empty()) json.field(key, std::string_view(found.front()));
  }
}

}  // namespace footfall::api
