// Addresses: repaired where there is one meaning, refused where there is another scheme.
#include "links.hpp"

#include "plain_text.hpp"

#include <fmt/format.h>

namespace footfall::catalog_import {

namespace {

// A scheme in front, `javascript:`; a colon behind a slash or question mark is part of a path.
bool has_scheme(std::string_view link) noexcept {
  const auto colon = link.find(':');
  return colon != std::string_view::npos && colon < link.find_first_of("/?#");
}

std::string percent_encoded(std::string_view link) {
  std::string encoded;
  for (const auto byte : link) {
    const auto value = static_cast<unsigned char>(byte);
    if (value <= ' ' || value >= 0x7F || byte == '"' || byte == '<' || byte == '>' || byte == '\\')
      encoded += fmt::format("%{:02X}", value);
    else
      encoded.push_back(byte);
  }
  return encoded;
}

std::string with_ampersands(std::string_view raw) {
  std::string link(trim(raw));
  for (auto place = link.find("&amp;"); place != std::string::npos; place = link.find("&amp;", place + 1))
    link.erase(place + 1, 4);
  return link;
}

}  // namespace

std::optional<std::string> clean_link(std::string_view raw, std::string_view base) {
  auto link = with_ampersands(raw);
  const auto lowered = lower(std::string_view(link).substr(0, 8));
  if (link.starts_with("//"))
    link.insert(0, "https:");
  else if (lowered.starts_with("www."))
    link.insert(0, "https://");
  else if (!lowered.starts_with("http://") && !lowered.starts_with("https://")) {
    if (has_scheme(link) || base.empty()) return std::nullopt;
    const auto begin = link.find_first_not_of('/');
    link = fmt::format("{}{}{}", base, base.ends_with('/') ? "" : "/",
                       begin == std::string::npos ? "" : std::string_view(link).substr(begin));
  }
  return percent_encoded(link);
}

std::vector<std::string> split_links(std::string_view list) {
  std::vector<std::string> links;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (list[at] != ',' && list[at] != ';' && list[at] != '|' && list[at] != ' ') continue;
    const auto next = list.find_first_not_of(" \t\r\n", at + 1);
    const auto rest = next == std::string_view::npos ? std::string_view{} : list.substr(next);
    if (!rest.starts_with("http") && !rest.starts_with('/')) continue;
    links.emplace_back(trim(list.substr(begin, at - begin)));
    begin = next;
    at = next;
  }
  links.emplace_back(trim(list.substr(begin)));
  std::erase(links, std::string());
  return links;
}

}  // namespace footfall::catalog_import
