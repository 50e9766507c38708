#include "xml_members.hpp"

#include <fmt/format.h>

namespace footfall::catalog_import {

std::string place_of(const xml_element& record) { return fmt::format("{}", record.line); }

void read_members(const feed_members& members, draft_sink& to,
                  const std::function<bool(std::string_view, int)>& is_record,
                  const std::function<void(const xml_element&)>& take) {
  for (const auto& member : members) {
    const auto begin = member.text.find('<');
    if (const auto why = read_xml(std::string_view(member.text).substr(begin), is_record, take))
      to.refuse_file(*why);
  }
}

}  // namespace footfall::catalog_import
