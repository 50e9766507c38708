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
  first_ = fmt::format("{}://{}/rrserver/apiclick?a={}&cak={}", parts.secure ? "https" : "http", parts.host,
                       text::encoded(parts.customer), text::encoded(parts.application));
  last_ = fmt::format("&vg={}&stid={}&pti={}&pa={}&channelId={}&s={}&u={}&mvtId=-1&mvtTs={}&scenario={}",
                      parts.view, parts.strategy, parts.page, parts.placement,
                      text::encoded(parts.application), text::encoded(parts.session),
                      text::encoded(parts.user), parts.now_ms, text::encoded(parts.scenario));
}

std::string link_writer::link(std::string_view product, std::size_t position, std::string_view model,
                              std::string_view target) const {
  std::string made;
  // Room for what is there once it is encoded, in most cases: the names of members, and a third for escapes.
  made.reserve(first_.size() + last_.size() + 48 + target.size() + target.size() / 3 + product.size() +
               model.size());
  made.append(first_);
  const auto add = [&](std::string_view name, std::string_view content) {
    made.append(name);
    text::append_encoded(made, content);
  };
  if (!target.empty()) add("&ct=", target);
  made.append(last_).append("&pos=").append(fmt::format_int(position).c_str());
  add("&p=", product);
  if (!model.empty()) add("&modelid=", model);
  return made;
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
