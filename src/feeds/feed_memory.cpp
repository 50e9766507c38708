#include "feeds/feed_memory.hpp"

#include "footfall/feeds/feed_puller.hpp"
#include "footfall/text/json_writer.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <xxhash.h>
#include <nlohmann/json.hpp>

namespace footfall::feeds {

namespace {

constexpr char memory_form = '\x01';
constexpr std::size_t memory_bytes_max = 262'144;

void append_runs_that_fit(std::string& out, const std::deque<feed_run>& runs) {
  std::string next;
  for (const auto& run : runs) {
    next.clear();
    append_json(next, run);
    if (out.size() + next.size() > memory_bytes_max) return;
    if (out.back() != '[') out += ',';
    out += next;
  }
}

feed_state state_of(const nlohmann::ordered_json& from) {
  feed_state known;
  from.at("etag").get_to(known.etag);
  from.at("lastModified").get_to(known.last_modified);
  from.at("contentHash").get_to(known.content_hash);
  from.at("readingDigest").get_to(known.reading_digest);
  from.at("conditionalRuns").get_to(known.conditional_runs);
  from.at("publishedMs").get_to(known.published_ms);
  for (const auto& each : from.at("runs"))
    if (auto run = read_run(each.dump())) known.runs.push_back(std::move(*run));
  return known;
}

}  // namespace

std::string feed_memory_key(std::string_view url) {
  const auto hash = XXH3_128bits(url.data(), url.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string feed_memory(const feed_state& of) {
  std::string content(1, memory_form);
  text::json_writer json(content);
  json.open_object();
  json.field("etag", of.etag);
  json.field("lastModified", of.last_modified);
  json.field("contentHash", of.content_hash);
  json.field("readingDigest", of.reading_digest);
  json.field("conditionalRuns", of.conditional_runs);
  json.field("publishedMs", of.published_ms);
  content += ",\"runs\":[";
  append_runs_that_fit(content, of.runs);
  content += ']';
  json.close_object();
  return content;
}

result<feed_state> read_feed_memory(std::string_view content) {
  const failure unreadable{error::io_failed, "what the store knows of a feed cannot be read"};
  if (!content.starts_with(memory_form)) return unreadable;
  try {
    return state_of(nlohmann::ordered_json::parse(content.substr(1)));
  } catch (const nlohmann::ordered_json::exception&) {
    return unreadable;
  }
}

// Of feeds that are new here; those of a customer that only joins have to wait.
void feed_puller::recall() {
  std::vector<feed_name> names;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [customer, of] : settings_)
      for (const auto& feed : of.feeds)
        if (feed_name name(customer, feed.url); !feeds_[name].recalled) names.push_back(std::move(name));
  }
  for (const auto& name : names) {
    const auto owner = customers_()->find(name.first);
    if (!owner) continue;
    const auto content =
        reader_->get(owner->number, store::entity_kind::pulled_feed, feed_memory_key(name.second));
    if (!content) continue;  // the next run tries it again
    auto known = *content ? read_feed_memory(**content) : result<feed_state>(feed_state{});
    if (!known) spdlog::warn("customer {}: {}", name.first, known.error().detail());
    const std::lock_guard lock(mutex_);
    const auto place = feeds_.find(name);
    if (place == feeds_.end()) continue;
    if (known) {
      known->due_ns = place->second.due_ns;
      known->may_shrink = place->second.may_shrink;
      place->second = std::move(*known);
    }
    place->second.recalled = true;
  }
}

void feed_puller::remember(customer_number customer, const feed_name& feed, const std::string& memory) {
  std::vector<store::entity_write> write{{customer, store::entity_kind::pulled_feed,
                                          store::entity_write::action::put, 0, feed_memory_key(feed.second),
                                          memory}};
  std::vector<events::event> no_events;
  if (const auto done = log_.append_and_wait(no_events, write); !done)
    spdlog::warn("customer {}: what is known of a feed is not stored: {}", feed.first, done.error().detail());
}

}  // namespace footfall::feeds
