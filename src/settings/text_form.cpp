// What a text in the configuration must look like: addresses, ids, time zones and so on.
#include "text_form.hpp"

#include "footfall/settings/server_settings.hpp"

#include "footfall/events/event_kinds.hpp"
#include "footfall/model/model_kinds.hpp"
#include "footfall/model/type_codes.hpp"
#include "footfall/recommend/boosts.hpp"
#include "footfall/recommend/scenario.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/price.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace footfall::settings {

namespace {

constexpr std::size_t name_bytes_max = 64;

bool is_letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool consists_of(std::string_view text, std::string_view punctuation) noexcept {
  return std::all_of(text.begin(), text.end(), [punctuation](char c) {
    return is_letter_or_digit(c) || punctuation.find(c) != std::string_view::npos;
  });
}

bool is_address(int family, std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, std::string(text).c_str(), bytes.data()) == 1;
}

bool is_port(std::string_view digits) {
  const auto number = text::to_integer<std::uint32_t>(digits);
  return number && *number <= 65535;
}

struct host_and_port {
  std::string_view host;
  std::string_view port;
  bool in_brackets;
};

// Splits at the last colon; an IPv6 address stands in brackets, which are taken off.
host_and_port split_port(std::string_view text) {
  const auto colon = text.rfind(':');
  const bool has_port = colon != text.npos && text.find(']', colon) == text.npos;
  auto host = has_port ? text.substr(0, colon) : text;
  const auto port = has_port ? text.substr(colon + 1) : std::string_view{};
  const bool in_brackets = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (in_brackets) host = host.substr(1, host.size() - 2);
  return {host, port, in_brackets};
}

bool is_listen_address(std::string_view text) {
  const auto [host, port, in_brackets] = split_port(text);
  return is_port(port) && is_address(in_brackets ? AF_INET6 : AF_INET, host);
}

bool is_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  const bool is_v6 = address.find(':') != address.npos;
  if (!is_address(is_v6 ? AF_INET6 : AF_INET, address)) return false;
  if (slash == text.npos) return true;
  const auto bits = text::to_integer<std::uint32_t>(text.substr(slash + 1));
  return bits && *bits <= (is_v6 ? 128U : 32U);
}

bool is_file_name(std::string_view text) {
  return !text.empty() && text.size() <= 255 && text != "." && text != ".." && text.find('/') == text.npos &&
         text.find('\0') == text.npos;
}

bool is_customer_id(std::string_view text) {
  if (text.empty() || text.size() > name_bytes_max || !consists_of(text, "_-") || text == "recommendation")
    return false;
  const bool looks_like_version =
      text.size() > 1 && text.front() == 'v' &&
      std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !looks_like_version;
}

bool is_reference_code(std::string_view text) {
  return !text.empty() && text.size() <= name_bytes_max && consists_of(text, "_-");
}

bool is_solution_id(std::string_view text) {
  return is_reference_code(text) && events::find_event_kind(text) == nullptr;
}

bool is_license_key(std::string_view text) {
  return text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool is_placement(std::string_view text) {
  const auto point = text.find('.');
  if (point == text.npos || text.size() > 128 || !is_reference_code(text.substr(0, point))) return false;
  const auto name = text.substr(point + 1);
  return name == "*" || (!name.empty() && consists_of(name, "._-"));
}

bool is_message(std::string_view text) {
  const auto point = text.find('.');
  return is_reference_code(text.substr(0, point)) &&
         (point == text.npos || is_reference_code(text.substr(point + 1)));
}

bool is_currency(std::string_view text) { return text::find_currency(text).has_value(); }

bool is_time_zone(std::string_view text) {
  if (text.empty() || text.size() > name_bytes_max || text.front() == '/' || !consists_of(text, "/_-+") ||
      text.find("//") != text.npos)
    return false;
  // ".." cannot come up to here: a dot is not among the characters.
  std::error_code ignored;
  return std::filesystem::is_regular_file(std::filesystem::path("/usr/share/zoneinfo") / text, ignored);
}

std::vector<std::string_view> model_types() {
  std::vector<std::string_view> names;
  for (const auto& kind : model::model_kinds()) names.push_back(kind.type);
  for (const auto& each : model::type_codes())
    if (std::ranges::find(names, each.code) == names.end()) names.push_back(each.code);
  return names;
}

std::vector<std::string_view> model_lists() {
  std::vector<std::string_view> names;
  for (const auto& each : model::type_codes()) names.push_back(each.list);
  return names;
}

std::vector<std::string_view> engine_names() {
  std::vector<std::string_view> names;
  for (const auto& row : store::engines()) names.push_back(row.name);
  return names;
}

std::vector<std::string_view> boost_names() {
  std::vector<std::string_view> names;
  for (const auto& row : recommend::boosters()) names.push_back(row.name);
  return names;
}

std::vector<std::string_view> category_scope_names() {
  using enum recommend::category_scope;
  std::vector<std::string_view> names;
  for (const auto scope : {asked, site, same, above, main}) names.push_back(recommend::name_of(scope));
  return names;
}

std::vector<std::string_view> model_data_names() {
  using enum recommend::model_data;
  std::vector<std::string_view> names;
  for (const auto data : {none, submodels, segments}) names.push_back(recommend::name_of(data));
  return names;
}

std::vector<std::string_view> context_flag_names() {
  using recommend::context_flag;
  std::vector<std::string_view> names;
  for (auto flag = static_cast<int>(context_flag::automatic); flag <= static_cast<int>(context_flag::basket);
       ++flag)
    names.push_back(recommend::name_of(static_cast<context_flag>(flag)));
  return names;
}

// In the order of the enumeration.
std::vector<std::string_view> unknown_items_names() { return {"automatic", "show", "hide"}; }

}  // namespace

bool is_host(std::string_view text) {
  const auto [host, port, in_brackets] = split_port(text);
  if (text.ends_with(':') || (!port.empty() && !is_port(port))) return false;
  if (in_brackets) return is_address(AF_INET6, host);
  return !host.empty() && host.size() <= 253 && consists_of(host, ".-_") && host.front() != '.' &&
         host.front() != '-';
}

bool text_form::matches(std::string_view text) const {
  if (accepts != nullptr) return accepts(text);
  const auto allowed = choices();
  return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

std::string text_form::expectation() const {
  if (choices == nullptr) return std::string(expected);
  return fmt::format("{}: {}", expected, fmt::join(choices(), ", "));
}

const text_form any_text_form{"a text", [](std::string_view) { return true; }};
const text_form listen_address_form{"an address and port such as 127.0.0.1:8080 or [::1]:8080",
                                    is_listen_address, R"(^(\[[0-9A-Fa-f:.]+\]|[0-9.]+):[0-9]{1,5}$)"};
const text_form host_form{"a host name, with port or without, such as shop.example.com:8080", is_host,
                          R"(^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(:[0-9]{1,5})?$)"};
const text_form event_host_form{"empty, or a host name, with port or without, such as shop.example.com:8080",
                                [](std::string_view text) { return text.empty() || is_host(text); },
                                R"(^((\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(:[0-9]{1,5})?)?$)"};
const text_form network_form{"a network such as 10.0.0.0/8 or fd00::/8", is_network,
                             R"(^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$)"};
const text_form file_form{"the name of a file in the data directory, without /", is_file_name, "^[^/]+$"};
const text_form customer_id_form{
    R"(up to 64 letters, digits, "_" and "-", but not "recommendation" and not "v" with digits)",
    is_customer_id, "^(?!v[0-9]+$|recommendation$)[A-Za-z0-9_-]{1,64}$"};
const text_form reference_code_form{R"(up to 64 letters, digits, "_" and "-")", is_reference_code,
                                    "^[A-Za-z0-9_-]{1,64}$"};
const text_form solution_id_form{R"(up to 64 letters, digits, "_" and "-", but no name of an event)",
                                 is_solution_id, "^[A-Za-z0-9_-]{1,64}$"};
const text_form license_key_form{"up to 128 printable characters without space", is_license_key,
                                 "^[!-~]{0,128}$"};
const text_form client_key_form{"1 to 128 printable characters without space",
                                [](std::string_view text) { return !text.empty() && is_license_key(text); },
                                "^[!-~]{1,128}$"};
const text_form placement_form{"a page type and a name, such as item_page.rr1 or item_page.*", is_placement,
                               R"(^[A-Za-z0-9_-]+\.(\*|[A-Za-z0-9._-]+)$)"};
const text_form message_form{"the id of a scenario, with a language or without, such as cross_sell.de",
                             is_message, R"(^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)?$)"};
const text_form currency_form{"an ISO 4217 code such as EUR", is_currency, "^[A-Za-z]{3}$"};
const text_form time_zone_form{"a time zone of the package tzdata such as Europe/Berlin", is_time_zone,
                               "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"};
const text_form model_type_form{"one of", nullptr, {}, model_types};
// One that fits the type has become part of it before keys are read (`with_our_words`): any other is wrong.
const text_form model_list_form{"with the type PROFILE, and with no other, one of",
                                [](std::string_view) { return false; },
                                {},
                                model_lists};
const text_form engine_form{"one of", nullptr, {}, engine_names};
const text_form context_flag_form{"one of", nullptr, {}, context_flag_names};
const text_form category_scope_form{"one of", nullptr, {}, category_scope_names};
const text_form segment_join_form{"one of", nullptr, {}, [] {
                                    return std::vector<std::string_view>{"and", "or"};
                                  }};
const text_form attribute_source_form{"one of", nullptr, {}, [] {
                                        return std::vector<std::string_view>{"ITEM", "USER"};
                                      }};
const text_form time_of_day_form{"a time of day such as 09:30",
                                 [](std::string_view text) { return model::minute_of(text).has_value(); },
                                 "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"};
const text_form model_data_form{"one of", nullptr, {}, model_data_names};
const text_form unknown_items_form{"one of", nullptr, {}, unknown_items_names};
const text_form managed_by_form{"one of", nullptr, {}, [] {
                                  return std::vector<std::string_view>{"file", "store"};
                                }};
const text_form compared_type_form{"one of", nullptr, {}, [] {
                                     return std::vector<std::string_view>{"NOMINAL", "NUMERIC", "TEXT"};
                                   }};
const text_form number_scale_form{"one of", nullptr, {}, [] {
                                    return std::vector<std::string_view>{"automatic", "log", "linear"};
                                  }};
const text_form word_stem_form{"one of", nullptr, {}, [] {
                                 return std::vector<std::string_view>{"none", "automatic", "de", "en", "fr"};
                               }};
const text_form boost_form{"one of", nullptr, {}, boost_names};

}  // namespace footfall::settings
