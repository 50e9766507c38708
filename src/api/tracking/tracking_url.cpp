#include "footfall/api/tracking_url.hpp"

#include "footfall/customer/customer.hpp"
#include "footfall/events/historical_event.hpp"

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
  if (path.size() < 4 || path.size() > 6 || !events::names_solution(owner_.solution_ids, path[0]))
    return false;
  // Recommendations of the older form have four segments, too.
  if (path.size() == 4) return events::is_event_of_user(path);
  return path.size() == 6 || events::find_event_kind(path[2]) != nullptr;
}

result<void> tracking_url_reader::check_signature(const events::tracking_path& path) const {
  std::vector<events::name_value> parameters;
  for (const auto& [name, value] : target_.parameters()) parameters.push_back({name, value});
  events::event_input input;
  input.kind = path.kind;
  input.user = path.user;
  input.target = path.target;
  input.item_type = path.item_type;
  input.item = path.item;
  input.parameters = parameters;
  events::reading_context context;
  context.license_key = owner_.license_key;
  return events::check_signature(input, context);
}

result<bool> tracking_url_reader::read(std::string_view url, import_members& out) {
  url = url.substr(0, url.find('#'));
  // Two slashes are in front of a host, or of a path with one too many.
  if (url.starts_with("//"))
    if (const auto read = read_target(url.substr(1), out); !read || *read) return read;
  return read_target(target_of(url), out);
}

result<bool> tracking_url_reader::read_target(std::string_view target, import_members& out) {
  if (!target.starts_with('/')) return false;
  if (const auto taken = target_.assign(target); !taken) return taken.error();
  const auto segments = target_.segments();
  if (!is_tracking_path(segments) || !customer::names_customer(segments[1], owner_.customer)) return false;
  const auto path = events::read_tracking_path(segments, target_.ends_with_slash());
  if (!path) return path.error();
  if (const auto allowed = check_signature(*path); !allowed) return allowed.error();
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
