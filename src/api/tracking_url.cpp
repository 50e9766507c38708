#include "footfall/api/tracking_url.hpp"

#include "footfall/customer/customer.hpp"
#include "footfall/events/tracking_path.hpp"

namespace footfall::api {
namespace {

/// The target of an absolute URL, which browsers and logs write with or without scheme.
std::string_view target_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != url.npos && scheme < url.find_first_of("/?"))
    url.remove_prefix(scheme + 1);
  if (!url.starts_with("//")) return url;
  const auto path = url.find('/', 2);
  return path == url.npos ? std::string_view("/") : url.substr(path);
}

}  // namespace

// The path is like that of the tracking routes; the event may still be unknown.
bool tracking_url_reader::is_tracking_path(std::span<const std::string_view> path) const {
  if (path.size() < 4 || path.size() > 6 || !events::names_solution(solution_ids_, path[0])) return false;
  // Recommendations of the older form have four segments, too.
  if (path.size() == 4) return events::is_event_of_user(path);
  return path.size() == 6 || events::find_event_kind(path[2]) != nullptr;
}

result<bool> tracking_url_reader::read(std::string_view url, import_members& out) {
  const auto target = target_of(url.substr(0, url.find('#')));
  if (!target.starts_with('/')) return false;
  if (const auto taken = target_.assign(target); !taken) return taken.error();
  const auto segments = target_.segments();
  if (!is_tracking_path(segments) || !customer::names_customer(segments[1], customer_id_)) return false;
  const auto path = events::read_tracking_path(segments, target_.ends_with_slash());
  if (!path) return path.error();
  const auto add = [&out](std::string_view name, std::string_view value) {
    if (!value.empty()) out.add(name, value);
  };
  add("event", path->kind->name);
  add("user", path->user);
  add("target", path->target);
  add("itemtype", path->item_type);
  add("item", path->item);
  for (const auto& [name, value] : target_.parameters())
    if (!is_part_of_line(name)) add(name, value);
  return true;
}

}  // namespace footfall::api
