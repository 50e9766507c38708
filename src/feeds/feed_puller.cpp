#include "footfall/feeds/feed_puller.hpp"

#include "feeds/feed_memory.hpp"
#include "feeds/pull_feed.hpp"
#include "footfall/core/thread_name.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace footfall::feeds {

namespace {

constexpr auto longest_wait = std::chrono::minutes(1);
constexpr int puller_nice = 10;
// When a feed is due that is being pulled: not yet.
constexpr auto being_pulled_ns = std::numeric_limits<std::int64_t>::max();

void append_runs(std::string& out, const std::deque<feed_run>& runs) {
  for (const auto& run : runs) {
    if (out.back() != '[') out += ',';
    append_json(out, run);
  }
}

void append_feed(std::string& out, const pulled_feed& feed, const feed_state* known, std::int64_t now_ms,
                 std::int64_t now_ns) {
  const auto address = outbound::read_url(feed.url);
  text::json_writer json(out);
  json.open_object();
  json.field("source", address ? outbound::shown(*address) : std::string());
  json.field("interval", std::string_view(text::to_duration(feed.interval_ms)));
  json.field("mode", feed.mode);
  if (known != nullptr) {
    if (known->due_ns == being_pulled_ns)
      json.field("pulling", true);
    else
      json.field("nextRunAt", std::string_view(text::to_iso_time(
                                  now_ms + std::max<std::int64_t>(known->due_ns - now_ns, 0) / 1'000'000)));
    if (known->published_ms != 0)
      json.field("publishedAt", std::string_view(text::to_iso_time(known->published_ms)));
  }
  out += ",\"runs\":[";
  if (known != nullptr) append_runs(out, known->runs);
  out += ']';
  json.close_object();
}

}  // namespace

feed_puller::feed_puller(catalogues settings, std::unique_ptr<outbound::client> outside,
                         customers_source customers, store::event_log& log,
                         std::unique_ptr<store::entity_reader> reader, const clock& time)
    : customers_(std::move(customers)),
      log_(log),
      reader_(std::move(reader)),
      time_(time),
      settings_(std::move(settings)),
      outside_(std::move(outside)) {}

feed_puller::~feed_puller() { stop(); }

void feed_puller::start() {
  if (!stopping_)
    thread_ = std::thread([this] {
      name_thread("feeds");
      run();
    });
}

void feed_puller::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void feed_puller::settings_changed(catalogues settings, std::unique_ptr<outbound::client> outside) {
  {
    const std::lock_guard lock(mutex_);
    settings_ = std::move(settings);
    outside_ = std::move(outside);
    std::erase_if(feeds_, [this](const auto& each) {
      const auto of = settings_.find(each.first.first);
      return of == settings_.end() || std::ranges::none_of(of->second.feeds, [&](const pulled_feed& feed) {
               return feed.url == each.first.second;
             });
    });
  }
  wake_.notify_all();
}

std::size_t feed_puller::pull_now(std::string_view customer, bool may_shrink) {
  std::size_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto of = settings_.find(customer);
    if (of == settings_.end()) return 0;
    for (const auto& feed : of->second.feeds) {
      auto& known = feeds_[{of->first, feed.url}];
      known.due_ns = 0;
      known.may_shrink = may_shrink;
      ++count;
    }
  }
  wake_.notify_all();
  return count;
}

std::int64_t feed_puller::next_due_ns() const {
  auto next_ns = std::numeric_limits<std::int64_t>::max();
  for (const auto& [customer, of] : settings_)
    for (const auto& feed : of.feeds) {
      const auto known = feeds_.find({customer, feed.url});
      next_ns = std::min(next_ns, known == feeds_.end() ? 0 : known->second.due_ns);
    }
  return next_ns;
}

// The feed that has been due longest. While it is pulled it is not due: what is asked for meanwhile counts
// anew.
bool feed_puller::take_due(job& next) {
  const std::lock_guard lock(mutex_);
  const auto now_ns = time_.steady_ns();
  const auto due_ns = next_due_ns();
  if (due_ns > now_ns || !outside_) return false;
  for (const auto& [customer, of] : settings_)
    for (const auto& feed : of.feeds) {
      auto& known = feeds_[{customer, feed.url}];
      if (known.due_ns != due_ns) continue;
      next = {{customer, feed.url}, feed, known, of.shrink_percent, outside_};
      known.due_ns = being_pulled_ns;
      known.may_shrink = false;
      return true;
    }
  return false;
}

result<void> feed_puller::do_job(job& next) {
  const auto& customer = next.name.first;
  const auto owner = customers_()->find(customer);
  feed_run made;
  if (owner) {
    const std::function<bool()> go_on = [this] { return !stopping_; };
    made = pull_feed(next.feed, next.shrink_percent, *owner, next.known,
                     {*next.outside, log_, *reader_, time_, go_on});
    if (stopping_) return failure{error::not_ready, "the server is stopping"};
    log_run(customer, made);
  } else {
    // It joins only now.
    next.known.due_ns = time_.steady_ns() + 1'000'000'000;
  }
  const auto outcome = made.outcome;
  const auto why = fmt::format("customer {}: {}: {}", customer, made.source, made.reason);
  std::unique_lock lock(mutex_);
  const auto place = feeds_.find(next.name);
  if (place == feeds_.end()) return {};  // a reload has taken it away
  const bool asked_again = place->second.due_ns == 0;
  next.known.runs = std::move(place->second.runs);
  if (owner) {
    ++counts_[customer][static_cast<std::size_t>(outcome)];
    next.known.runs.push_front(std::move(made));
    if (next.known.runs.size() > feed_state::runs_max) next.known.runs.pop_back();
  }
  if (asked_again) {
    next.known.due_ns = 0;
    next.known.may_shrink = place->second.may_shrink;
  }
  place->second = std::move(next.known);
  const auto memory = owner ? feed_memory(place->second) : std::string();
  lock.unlock();
  if (owner) remember(owner->number, next.name, memory);
  if (owner && (outcome == run_outcome::failed || outcome == run_outcome::refused))
    return failure{error::io_failed, why};
  return {};
}

void feed_puller::note_click(clicked_item click) {
  if (!clicks_.add(std::move(click), time_.steady_ns())) return;
  { const std::lock_guard lock(mutex_); }  // who is about to wait has seen it, or waits
  wake_.notify_all();
}

result<void> feed_puller::run_due() {
  result<void> all;
  recall();
  recall_exports();
  if (clicks_.due_ns() <= time_.steady_ns()) all = clicks_.store(*customers_(), log_, time_.wall_ms());
  std::string customer;
  for (waiting_export next; !stopping_ && take_export(customer, next);)
    if (auto done = do_export(customer, next); !done) all = std::move(done);
  for (job next; !stopping_ && take_due(next);)
    if (auto done = do_job(next); !done) all = std::move(done);
  return all;
}

void feed_puller::run() {
  // Requests go first where there are not enough cores for all.
  setpriority(PRIO_PROCESS, 0, puller_nice);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto due_ns = exports_.empty() ? std::min(next_due_ns(), clicks_.due_ns()) : 0;
    const auto wait_ns = due_ns - time_.steady_ns();
    if ((wait_ns > 0 && !is_new_) || !outside_) {
      const auto longest_ns = std::chrono::nanoseconds(longest_wait).count();
      wake_.wait_for(lock, std::chrono::nanoseconds(std::clamp<std::int64_t>(wait_ns, 1, longest_ns)));
      continue;
    }
    lock.unlock();
    static_cast<void>(work_.run(time_, [this] { return run_due(); }));  // the task tells how it went
    lock.lock();
  }
}

std::string feed_puller::status_of(std::string_view customer) const {
  const std::lock_guard lock(mutex_);
  std::string out = "{\"feeds\":[";
  if (const auto of = settings_.find(customer); of != settings_.end())
    for (const auto& feed : of->second.feeds) {
      if (out.back() != '[') out += ',';
      const auto known = feeds_.find({of->first, feed.url});
      append_feed(out, feed, known == feeds_.end() ? nullptr : &known->second, time_.wall_ms(),
                  time_.steady_ns());
    }
  out += "],\"exports\":[";
  if (const auto runs = export_runs_.find(customer); runs != export_runs_.end())
    append_runs(out, runs->second);
  return out + "]}";
}

std::map<std::string, feed_puller::run_counts, std::less<>> feed_puller::figures() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace footfall::feeds
