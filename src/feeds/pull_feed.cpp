#include "feeds/pull_feed.hpp"

#include "footfall/feeds/tracked_share.hpp"

#include "footfall/catalog_import/read_feed.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace footfall::feeds {

namespace {

using catalog_import::import_mode;

constexpr std::uint64_t feed_bytes_max = 1ULL << 30;
constexpr std::int64_t pull_ms_max = 1'800'000;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 86'400'000;
// There are servers that say for ever that nothing is new.
constexpr std::uint32_t conditional_runs_max = 6;
constexpr std::array retries_ms{minute_ms, 5 * minute_ms, 15 * minute_ms};

bool passes_by_itself(unsigned status) noexcept { return status == 429 || status >= 500; }

import_mode mode_of(const pulled_feed& feed, import_mode of_format) noexcept {
  if (feed.mode == "full") return import_mode::full;
  return feed.mode == "update" ? import_mode::update : of_format;
}

/// One run under way.
class pull {
 public:
  pull(const pulled_feed& feed, std::uint32_t shrink_percent, customer::customer& owner, feed_state& known,
       const pull_tools& with)
      : feed_(feed), shrink_percent_(shrink_percent), owner_(owner), known_(known), with_(with) {}

  feed_run run() {
    const auto address = outbound::read_url(feed_.url);
    run_.source = address ? outbound::shown(*address) : "an address that is none";
    run_.begun_ms = with_.time.wall_ms();
    const auto begin_ns = with_.time.steady_ns();
    ask();
    run_.duration_ms = (with_.time.steady_ns() - begin_ns) / ns_per_ms;
    known_.due_ns = with_.time.steady_ns() + wait_ms() * ns_per_ms;
    known_.may_shrink = known_.may_shrink && run_.outcome == run_outcome::failed;
    return std::move(run_);
  }

 private:
  void fail(std::string why) {
    run_.outcome = run_outcome::failed;
    run_.reason = std::move(why);
  }

  // Read in another way the same bytes are news.
  void forget_what_was_read_otherwise() {
    const auto digest = digest_of(feed_, *owner_.settings.load());
    if (digest == known_.reading_digest) return;
    known_.reading_digest = digest;
    known_.etag.clear();
    known_.last_modified.clear();
    known_.content_hash = 0;
  }

  void ask() {
    forget_what_was_read_otherwise();
    const bool conditional = known_.conditional_runs < conditional_runs_max && !known_.may_shrink;
    outbound::request what{.url = feed_.url, .authorization = feed_.authorization};
    what.bytes_max = feed_bytes_max;
    what.time_max_ms = pull_ms_max;
    if (conditional) {
      what.etag = known_.etag;
      what.last_modified = known_.last_modified;
    }
    std::string body;
    const auto got = with_.outside.get(
        what,
        [&](std::string_view piece) -> result<void> {
          body += piece;
          return {};
        },
        with_.go_on);
    if (!got) {
      try_again_ = got.error().code() == error::io_failed || got.error().code() == error::timed_out;
      return fail(got.error().detail());
    }
    const bool has_validators = !what.etag.empty() || !what.last_modified.empty();
    known_.conditional_runs = has_validators ? known_.conditional_runs + 1 : 0;
    if (got->status == 304 && has_validators) {
      run_.outcome = run_outcome::unchanged;
      return;
    }
    if (got->status != 200) {
      try_again_ = passes_by_itself(got->status);
      retry_after_ms_ = std::clamp<std::int64_t>(got->retry_after_s.value_or(0), 0, 86'400) * 1000;
      return fail(fmt::format("the server answers with status {}", got->status));
    }
    read(std::move(body), *got);
  }

  void read(std::string body, const outbound::answer& from) {
    const auto hash = XXH3_64bits(body.data(), body.size());
    if (hash == known_.content_hash && !known_.may_shrink) {
      run_.outcome = run_outcome::unchanged;
    } else {
      import(std::move(body));
      if (run_.outcome != run_outcome::published) return;  // so that the next run asks for it again
    }
    known_.content_hash = hash;
    known_.etag = from.etag;
    known_.last_modified = from.last_modified;
  }

  void import(std::string body) {
    const auto shop = owner_.settings.load();
    auto settings = reading_of(feed_, *shop);
    settings.shrink_percent = shrink_percent_;
    item_store items(owner_.number, with_.reader, door_of(with_.log, owner_.number));
    if (!known_.may_shrink && feed_.mode != "update") {
      const auto before = items.count(settings.type);
      if (!before) return fail(before.error().detail());
      settings.items_before = *before;
    }
    auto contents = catalog_import::read_feed(std::move(body), settings);
    const auto mode = mode_of(feed_, contents.mode);
    if (!contents.report.verdict && mode == import_mode::full) {
      contents.report.tracked = tracked_share(owner_, contents.items, with_.time.wall_ms());
      if (!known_.may_shrink) contents.report.verdict = verdict_on(*contents.report.tracked);
    }
    catalog_import::append_json(run_.report, contents.report);
    if (contents.report.verdict) {
      run_.outcome = run_outcome::refused;
      run_.reason = catalog_import::to_sentence("feed", *contents.report.verdict);
      return;
    }
    const std::lock_guard lock(owner_.entity_changes);
    const auto stored = items.store(contents.items, mode);
    if (!stored) {
      try_again_ = true;
      return fail(stored.error().detail());
    }
    run_.outcome = run_outcome::published;
    run_.items = *stored;
    known_.published_ms = with_.time.wall_ms();
  }

  // Until the next run: what failed for a moment is tried again soon, three times.
  std::int64_t wait_ms() {
    if (run_.outcome != run_outcome::failed) known_.failures = 0;
    if (!try_again_ || known_.failures >= retries_ms.size()) return feed_.interval_ms;
    const auto pause_ms = std::max(retries_ms[known_.failures++], retry_after_ms_);
    return retry_after_ms_ > 0 ? std::min(pause_ms, day_ms) : std::min(pause_ms, feed_.interval_ms);
  }

  const pulled_feed& feed_;
  const std::uint32_t shrink_percent_;
  customer::customer& owner_;
  feed_state& known_;
  const pull_tools& with_;
  feed_run run_;
  bool try_again_ = false;
  std::int64_t retry_after_ms_ = 0;
};

}  // namespace

void log_run(std::string_view customer, const feed_run& run) {
  if (run.outcome == run_outcome::published)
    spdlog::info("customer {}: {} is in the catalogue: {} items are new, {} changed, {} as before, {} gone",
                 customer, run.source, run.items.added, run.items.changed, run.items.same, run.items.removed);
  else if (run.outcome != run_outcome::unchanged)
    spdlog::warn("customer {}: {}: {}; the catalogue stays as it was", customer, run.source, run.reason);
}

feed_run pull_feed(const pulled_feed& feed, std::uint32_t shrink_percent, customer::customer& owner,
                   feed_state& known, const pull_tools& with) {
  return pull(feed, shrink_percent, owner, known, with).run();
}

}  // namespace footfall::feeds
