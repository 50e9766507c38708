// Documents of users: the first mistake refuses the whole.
#include "footfall/catalog_import/read_users.hpp"

#include "dates.hpp"
#include "json_text.hpp"
#include "plain_text.hpp"
#include "prices.hpp"
#include "xml_records.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace footfall::catalog_import {

namespace {

using catalog::attributed_user;
using catalog::user_attribute_type;
using nlohmann::json;

constexpr std::size_t id_bytes_max = 512;
constexpr std::size_t key_bytes_max = 64;
constexpr std::size_t short_value_bytes_max = 255;
constexpr std::size_t value_bytes_max = 65536;

bool matches(std::string_view text, const re2::RE2& pattern) {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

bool is_date(std::string_view text, bool with_time) {
  static const re2::RE2 date(R"(\d{4}-\d{2}-\d{2})");
  static const re2::RE2 time(R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?)");
  return matches(text, with_time ? time : date) && read_date(text, {}).time_ms.has_value();
}

bool fits(std::string_view value, user_attribute_type type) {
  static const re2::RE2 number(R"([+-]?(\d+\.?\d*|\.\d+))");
  switch (type) {
    case user_attribute_type::nominal:
      return !value.empty() && value.size() <= short_value_bytes_max;
    case user_attribute_type::numeric:
      return value.size() <= key_bytes_max && matches(value, number);
    case user_attribute_type::text:
      return value.size() <= value_bytes_max;
    case user_attribute_type::date:
      return is_date(value, false);
    case user_attribute_type::datetime:
      return is_date(value, true);
  }
  return false;
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= id_bytes_max && id.find_first_of("/\\ ") == std::string_view::npos &&
         std::none_of(id.begin(), id.end(), [](char byte) { return static_cast<unsigned char>(byte) < ' '; });
}

// Takes users of any form, until one is wrong. Says what, but not of whom: ids are for nobody's log.
class user_reader {
 public:
  void begin(std::string place, std::string_view id) {
    place_ = std::move(place);
    if (!is_id(id)) return refuse("user: the id is empty, too long, or has a slash, a backslash or a blank");
    if (users_.size() == users_max) return refuse(fmt::format("more than {} users", users_max));
    users_.push_back({std::string(id), {}});
  }

  void add(std::string_view key, std::string_view value, std::string_view type_name) {
    static const re2::RE2 keys("[A-Za-z0-9_-]+");
    if (refused_) return;
    const auto type = catalog::user_attribute_type_named(type_name);
    if (key.size() > key_bytes_max || !matches(key, keys))
      return refuse(fmt::format("attribute: key \"{}\" is not of up to 64 letters, digits, _ and -",
                                beginning(key, key_bytes_max)));
    if (!type)
      return refuse(fmt::format("attribute {}: type \"{}\" is none of NOMINAL, NUMERIC, TEXT, DATE, DATETIME",
                                key, beginning(type_name, key_bytes_max)));
    if (!fits(value, *type))
      return refuse(fmt::format("attribute {}: \"{}\" is no value of type {}", key,
                                beginning(value, key_bytes_max), catalog::name_of(*type)));
    auto& known = users_.back().attributes;
    if (known.size() == user_attributes_max)
      return refuse(fmt::format("more than {} attributes", user_attributes_max));
    known.push_back({std::string(key), std::string(value), *type});
  }

  void refuse(std::string_view why) {
    if (!refused_) refused_ = failure{error::bad_request, fmt::format("body:{}: {}", place_, why)};
  }
  [[nodiscard]] bool refused() const noexcept { return refused_.has_value(); }

  result<std::vector<attributed_user>> finish() {
    if (!refused_ && users_.empty()) refuse("there is no user");
    if (refused_) return *refused_;
    return std::move(users_);
  }

 private:
  std::string place_ = "1";
  std::vector<attributed_user> users_;
  std::optional<failure> refused_;
};

void take_element(const xml_element& user, user_reader& to) {
  to.begin(fmt::format("{}", user.line), user.attribute("id"));
  if (user.name != "user") to.refuse(fmt::format("<{}> where <user> is expected", user.name));
  for (const auto& list : user.children)
    for (const auto& each : list.children)
      if (each.name == "attribute" && !to.refused())
        to.add(each.attribute("key"), each.attribute("value"), each.attribute("type"));
}

void read_xml_users(std::string_view text, user_reader& to) {
  if (root_name(text) != "users") return to.refuse("expected <users>");
  const auto why = read_xml(
      text, [](std::string_view, int depth) { return depth == 2; },
      [&](const xml_element& user) {
        if (!to.refused()) take_element(user, to);
      });
  if (why) to.refuse(fmt::format("{} ({}, line {})", why->value, why->reason, why->place));
}

void take_object(const json& user, std::size_t number, user_reader& to) {
  to.begin(fmt::format("#{}", number), user.is_object() ? member_text(user, "id") : std::string());
  const auto list = user.is_object() ? user.find("attributes") : user.end();
  if (to.refused() || list == user.end()) return;
  for (const auto& each : *list)
    if (each.is_object())
      to.add(member_text(each, "key"), member_text(each, "value"), member_text(each, "type"));
    else
      to.refuse(R"(attributes: expected objects such as {"key":"country","value":"DE"})");
}

void read_json_users(std::string_view text, user_reader& to) {
  const auto document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return to.refuse("the JSON is not well-formed");
  const auto within = document.is_object() ? document.find("users") : document.end();
  const auto& list = within != document.end() ? *within : document;
  if (!list.is_array()) return take_object(list, 1, to);
  std::size_t number = 0;
  for (const auto& each : list)
    if (!to.refused()) take_object(each, ++number, to);
}

}  // namespace

result<std::vector<attributed_user>> read_users(std::string_view body) {
  user_reader reader;
  std::string text(body);
  import_report report;
  if (const auto why = to_utf8(text, {}, report))
    reader.refuse(why->reason);
  else if (const auto first = trim(text); first.starts_with('<'))
    read_xml_users(first, reader);
  else
    read_json_users(first, reader);
  return reader.finish();
}

}  // namespace footfall::catalog_import
