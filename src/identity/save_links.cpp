// Saving a table of links and loading it again.
#include "footfall/identity/link_table.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <type_traits>

namespace footfall::identity {
namespace {

// Records go to the disk as they lie in memory: there must be nothing between their fields.
static_assert(std::has_unique_object_representations_v<user_link>);
static_assert(std::has_unique_object_representations_v<saved_links::unlinked>);

failure never_saved(const char* why) { return {error::io_failed, std::string("saved links: ") + why}; }

}  // namespace

saved_links link_table::save() const {
  saved_links out;
  out.links.reserve(links_);
  for (const auto& [user, links] : users_)
    out.links.insert(out.links.end(), links.outgoing.begin(), links.outgoing.end());
  std::ranges::sort(out.links, {}, &user_link::number);
  for (const auto& [user, record] : unlinked_)
    out.unlinked_users.push_back({record.user, record.time_ms, record.placeholder ? 1U : 0U});
  std::ranges::sort(out.unlinked_users, {}, &saved_links::unlinked::user);
  out.last_number = last_number_;
  out.remembered = order_.size();
  return out;
}

result<void> link_table::load(const saved_links& from) {
  if (last_number_ != 0 || !unlinked_.empty()) return never_saved("there are others already");
  if (from.remembered > limits_.links_max || from.remembered > from.last_number ||
      from.unlinked_users.size() > limits_.unlinked_max)
    return never_saved("more than the table takes");
  const auto forgotten = from.last_number - from.remembered;
  last_number_ = forgotten;
  users_.reserve(from.links.size());
  for (const auto& link : from.links) {
    if (link.number <= last_number_ || link.number > from.last_number || link.source == link.target)
      return never_saved("a link that cannot be");
    // Numbers in between are those of links that are gone: a place without one of them stands for each.
    while (++last_number_ < link.number) order_.push_back({{}, last_number_});
    order_.push_back({link.source, link.number});
    users_[link.target].incoming.push_back({link.source, link.number});
    users_[link.source].outgoing.push_back(link);
    ++links_;
  }
  while (last_number_ < from.last_number) order_.push_back({{}, ++last_number_});
  for (auto& [user, links] : users_)
    std::ranges::sort(links.outgoing, {},
                      [](const user_link& link) { return std::tuple(link.time_ms, link.number); });
  for (const auto& [user, time_ms, placeholder] : from.unlinked_users)
    if (!unlinked_.emplace(user, unlinked_user{user, time_ms, placeholder != 0}).second)
      return never_saved("a user is there twice");
  return {};
}

}  // namespace footfall::identity
