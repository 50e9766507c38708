#include "api/richrelevance/click_links.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/percent.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

/// The host of an address, with its port; empty for one that browsers might read in more than one way.
std::string_view plain_host_of(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == address.npos) return {};
  if (const auto name = address.substr(0, scheme);
      !text::equal_without_case(name, "https") && !text::equal_without_case(name, "http"))
    return {};
  address.remove_prefix(scheme + 3);
  const auto host = address.substr(0, address.find_first_of("/?#"));
  const bool is_plain =
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]") ==
      host.npos;
  return is_plain ? host : std::string_view();
}

bool is_printable(char byte) { return byte > ' ' && byte <= '~' && byte != '\\'; }

}  // namespace

link_writer::link_writer(const link_parts& parts) {
  const auto application = text::encoded(parts.application);
  first_ = fmt::format("{}://{}/rrserver/apiclick?a={}&cak={}", parts.secure ? "https" : "http", parts.host,
                       text::encoded(parts.customer), application);
  visit_ = fmt::format("&vg={}&pti={}&channelId={}&s={}&u={}&mvtId=-1&mvtTs={}", parts.view, parts.page,
                       application, text::encoded(parts.session), text::encoded(parts.user), parts.now_ms);
}

void link_writer::begin_box(std::string_view scenario, std::size_t place, std::uint32_t strategy) {
  box_ = fmt::format("{}&stid={}&pa={}&scenario={}&pos=", visit_, strategy, place, text::encoded(scenario));
}

// All of it is of the host's form or encoded, so that JSON needs no escapes.
void link_writer::append_members(std::string& out, std::string_view product, std::size_t position,
                                 std::string_view model, std::string_view target) const {
  out.append("\"clickURL\":\"").append(first_);
  if (!target.empty()) out.append("&ct=").append(target);
  const auto end = out.size();
  const fmt::format_int digits(position);
  out.append(box_).append(digits.data(), digits.size()).append("&p=");
  text::append_encoded(out, product);
  if (!model.empty()) text::append_encoded(out.append("&modelid="), model);
  const auto size = out.size() - end;
  out.append("\",\"clickTrackingURL\":\"").append(first_).append(out, end, size).append("\",");
}

bool may_lead_to(std::string_view target, std::string_view own_link,
                 const settings::richrelevance_settings& keys) {
  const auto host = plain_host_of(target);
  if (host.empty()) return false;
  if (target == own_link) return true;
  return std::ranges::all_of(target, is_printable) &&
         std::ranges::any_of(keys.click_hosts,
                             [&](std::string_view known) { return text::equal_without_case(host, known); });
}

std::string location_of(std::string_view address) {
  std::string made;
  for (const char byte : address) {
    if (is_printable(byte))
      made.push_back(byte);
    else
      fmt::format_to(std::back_inserter(made), "%{:02X}", static_cast<unsigned char>(byte));
  }
  return made;
}

}  // namespace footfall::api::richrelevance
