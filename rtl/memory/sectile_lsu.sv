// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scalar loads, stores and atomics: a direct-mapped write-through data cache with lines
// as wide as the bus, and a store buffer that merges stores to the same line.
//
// The cache is read when an access leaves the execute stage. In the memory stage the access
// hits, or stalls the pipeline until the line arrives. For a load whose address is known a
// stage before, the cache is read then, if no older access needs it: if that hits, execute
// has the value, and nothing is left to do in the memory stage. An access that crosses a line
// boundary handles the two lines one after the other. A tile store invalidates the lines
// that it writes.
//
// A store that misses does not fetch the line. For a few lines, the bytes that such stores
// wrote are kept, and a load that misses takes its data from them if all its bytes are
// known, as when a function reloads values that it has just stored on the stack. Other loads
// that miss wait until stores to the same line are acknowledged, since the bus keeps no
// order between reads and writes.
module sectile_lsu #(
    parameter int unsigned CacheLines = 1024,  // powers of two
    parameter int unsigned StoreDepth = 8,
    parameter int unsigned StoreLines = 8
) (
    input  logic         clk_i,
    input  logic         rst_ni,

    // read stage: the load there, if its address is known
    input  logic         early_i,
    input  logic         early_go_i,      // it enters execute
    input  logic [63:0]  early_addr_i,
    // execute stage: its data, in its first cycle there, if the cache has them
    output logic         early_o,
    output logic [63:0]  early_data_o,

    // execute stage: the access that enters the memory stage
    input  logic         access_i,        // there is one in execute
    input  logic         req_i,
    input  logic         req_store_i,
    input  logic         req_atomic_i,
    input  sectile_pkg::op_t req_op_i,        // of atomics
    input  logic [63:0]  req_addr_i,
    input  logic [4:0]   req_bytes_i,
    input  logic [127:0] req_data_i,
    input  logic [63:0]  req_expected_i,  // compare and swap

    // memory stage
    output logic         busy_o,          // the access is not done in this cycle
    output logic [127:0] data_o,
    output logic         m_store_o,       // a store or atomic is in this stage
    output logic         wrote_o,         // the store happened, with this
    output logic [63:0]  wdata_o,

    // counts of accepted and of completed stores
    output logic [5:0]   store_mark_o,
    output logic [5:0]   store_done_o,
    output logic         store_idle_o,

    input  logic         flush_i,         // invalidate everything
    input  logic         inv_i,           // the line of a tile store
    input  logic [63:0]  inv_addr_i,

    output logic         ar_valid_o,
    input  logic         ar_ready_i,
    output logic [63:0]  ar_addr_o,
    input  logic         r_valid_i,
    input  logic [511:0] r_data_i,
    output logic         aw_valid_o,
    input  logic         aw_ready_i,
    output logic [63:0]  aw_addr_o,
    output logic [511:0] aw_data_o,
    output logic [63:0]  aw_strb_o,
    input  logic         b_valid_i
);
  localparam int unsigned IndexBits = $clog2(CacheLines);
  localparam int unsigned TagBits = 58 - IndexBits;
  localparam int unsigned StoreBits = $clog2(StoreDepth);
  localparam int unsigned PlaceBits = $clog2(StoreLines);

  // ---- cache ---------------------------------------------------------------------------
  logic [511:0] line_mem_q[CacheLines];
  logic [TagBits-1:0] tag_mem_q[CacheLines];
  logic [CacheLines-1:0] valid_q;
  logic [511:0] line_q;
  logic [TagBits-1:0] tag_q;
  logic read;
  logic [IndexBits-1:0] read_index, read_index_req, write_index;
  logic fill, update;
  logic [511:0] write_mask, updated;    // the line with what is stored; a read gets it too
  logic [57:0] this_line;               // of the access in the memory stage
  logic [511:0] put_data;               // what it stores in that line

  always_ff @(posedge clk_i) begin
    if (fill) begin                     // can be read in the next cycle
      line_q <= r_data_i;
      tag_q <= this_line[57:IndexBits];
    end else if (read) begin
      line_q <= update & read_index == write_index ? updated : line_mem_q[read_index];
      tag_q <= tag_mem_q[read_index];
    end
    if (fill) begin
      tag_mem_q[write_index] <= this_line[57:IndexBits];
      line_mem_q[write_index] <= r_data_i;
    end else if (update) begin
      line_mem_q[write_index] <= updated;
    end
    if (!rst_ni || flush_i) begin
      valid_q <= '0;
    end else begin
      if (fill) valid_q[write_index] <= 1'b1;
      if (inv_i) valid_q[inv_addr_i[6 +: IndexBits]] <= 1'b0;
    end
  end

  // ---- memory stage ------------------------------------------------------------------------
  typedef enum logic [2:0] { First, Second, Fetch, Wait, Write } state_e;
  state_e state_q, state_d;
  logic m_valid_q, m_store_q, m_atomic_q, m_second_q;
  logic m_early_q;                      // a load that had its data in execute
  sectile_pkg::op_t m_op_q;
  logic [63:0] m_addr_q;
  logic [4:0] m_bytes_q;
  logic [127:0] m_data_q;
  logic [63:0] m_expected_q, m_loaded_q;
  logic [511:0] m_line_q;               // the first of two lines

  logic crosses, hit, miss, done, put_ok, put, second, this_step, to_second;
  logic [1023:0] pair, store_pair;
  logic [127:0] store_strb;
  logic [63:0] put_strb, atomic_result, loaded;
  logic atomic_store;
  logic line_pending;                   // in the store buffer
  logic known;                          // what is loaded has just been stored
  logic [511:0] known_line;

  // ---- early loads -------------------------------------------------------------------------
  // The line read belongs to the load in execute for one cycle. No store can be between the
  // two, since an access in execute keeps the cache to itself.
  logic x_early_q, early_read;
  logic [63:0] x_addr_q;
  assign early_read = early_i & ~busy_o & ~(access_i & ~early_o);
  assign early_o = x_early_q & access_i & valid_q[x_addr_q[6 +: IndexBits]]
                 & tag_q == x_addr_q[63:6+IndexBits]
                 & {1'b0, x_addr_q[5:0]} + {2'b0, req_bytes_i} <= 7'd64;
  always_comb begin
    early_data_o = '0;
    if (early_o) early_data_o = 64'(line_q >> {x_addr_q[5:0], 3'b0});
  end
  always_ff @(posedge clk_i) begin
    x_early_q <= rst_ni & early_read & early_go_i;
    if (early_read) x_addr_q <= early_addr_i;
  end

  assign crosses = {1'b0, m_addr_q[5:0]} + {2'b0, m_bytes_q} > 7'd64;
  assign this_line = m_addr_q[63:6] + 58'(m_second_q);
  assign write_index = this_line[IndexBits-1:0];
  assign hit = valid_q[this_line[IndexBits-1:0]] & tag_q == this_line[57:IndexBits];
  assign second = m_second_q;

  always_comb begin
    pair = '0;
    data_o = '0;
    if (m_valid_q & m_early_q) begin
      data_o = {64'b0, m_data_q[63:0]};
    end else if (m_valid_q & ~m_store_q) begin
      pair = m_second_q ? {line_q, m_line_q} : {512'b0, known ? known_line : line_q};
      data_o = 128'(pair >> {m_addr_q[5:0], 3'b0});
    end
  end
  assign loaded = m_bytes_q == 5'd4 ? {{32{data_o[31]}}, data_o[31:0]} : data_o[63:0];

  // ---- atomics -----------------------------------------------------------------------------------
  logic [63:0] operand, old;
  logic word;
  always_comb begin
    word = m_bytes_q == 5'd4;
    old = m_loaded_q;
    operand = word ? {{32{m_data_q[31]}}, m_data_q[31:0]} : m_data_q[63:0];
    atomic_store = 1'b1;
    atomic_result = operand;
    unique case (m_op_q)
      sectile_pkg::OP_AMOADD_W, sectile_pkg::OP_AMOADD_D: atomic_result = old + operand;
      sectile_pkg::OP_AMOAND_W, sectile_pkg::OP_AMOAND_D: atomic_result = old & operand;
      sectile_pkg::OP_AMOOR_W, sectile_pkg::OP_AMOOR_D: atomic_result = old | operand;
      sectile_pkg::OP_AMOXOR_W, sectile_pkg::OP_AMOXOR_D: atomic_result = old ^ operand;
      sectile_pkg::OP_AMOMIN_W, sectile_pkg::OP_AMOMIN_D:
        if ($signed(old) < $signed(operand)) atomic_result = old;
      sectile_pkg::OP_AMOMAX_W, sectile_pkg::OP_AMOMAX_D:
        if ($signed(old) > $signed(operand)) atomic_result = old;
      // sign-extended words compare unsigned as the words do
      sectile_pkg::OP_AMOMINU_W, sectile_pkg::OP_AMOMINU_D: if (old < operand) atomic_result = old;
      sectile_pkg::OP_AMOMAXU_W, sectile_pkg::OP_AMOMAXU_D: if (old > operand) atomic_result = old;
      sectile_pkg::OP_CAS_W: atomic_store = old[31:0] == m_expected_q[31:0];
      sectile_pkg::OP_CAS_D: atomic_store = old == m_expected_q;
      default: ;
    endcase
  end

  // ---- stores: the bytes for this line ----------------------------------------------------------
  always_comb begin
    store_pair = '0;
    store_strb = '0;
    if (m_valid_q & (m_store_q | state_q == Write)) begin
      store_pair = {896'b0, m_atomic_q ? {64'b0, atomic_result} : m_data_q} << {m_addr_q[5:0], 3'b0};
      store_strb = {64'b0, ~({64{1'b1}} << m_bytes_q)} << m_addr_q[5:0];
    end
    put_data = second ? store_pair[1023:512] : store_pair[511:0];
    put_strb = second ? store_strb[127:64] : store_strb[63:0];
  end

  always_comb begin
    write_mask = '0;
    updated = '0;
    if (update) begin
      for (int n = 0; n < 64; n++) if (put_strb[n]) write_mask[8*n +: 8] = 8'hff;
      updated = (line_mem_q[write_index] & ~write_mask) | (put_data & write_mask);
    end
  end

  // The action of the access in this cycle. It uses no input of the bus, so that the
  // pipeline, which waits for `done`, depends on registers only.
  assign this_step = state_q == First | state_q == Second;
  assign put = m_valid_q & put_ok
             & (this_step ? m_store_q : state_q == Write & atomic_store);
  assign to_second = this_step & m_valid_q & crosses & ~second & (m_store_q ? put_ok : hit);
  always_comb begin
    done = 1'b0;
    if (m_early_q) done = m_valid_q;
    else if (this_step) done = m_valid_q & (m_store_q ? put_ok : (hit & ~m_atomic_q) | known) & (~crosses | second);
    else if (state_q == Write) done = put_ok | ~atomic_store;
  end

  assign miss = this_step & m_valid_q & ~m_store_q & ~hit & ~done & ~line_pending;
  assign ar_valid_o = state_q == Fetch | miss;
  assign fill = state_q == Wait & r_valid_i;
  always_comb begin
    state_d = state_q;
    unique case (state_q)
      First, Second: begin
        if (done) state_d = First;
        else if (to_second) state_d = Second;
        else if (m_valid_q & ~m_store_q & hit) state_d = Write;
        else if (miss) state_d = ar_ready_i ? Wait : Fetch;
      end
      Fetch: if (ar_ready_i) state_d = Wait;
      Wait: if (r_valid_i) state_d = second ? Second : First;
      default: if (done) state_d = First;         // an atomic's store; its line may be invalid now
    endcase
  end
  // The cache is read for the next access, or for the second line of this one.
  assign read = (req_i & ~early_o) | to_second | early_read;
  assign read_index = to_second ? this_line[IndexBits-1:0] + IndexBits'(1)
                    : early_read ? early_addr_i[6 +: IndexBits] : read_index_req;
  assign update = put & hit;
  assign busy_o = m_valid_q & ~done;
  assign ar_addr_o = {this_line, 6'b0};
  assign m_store_o = m_valid_q & (m_store_q | m_atomic_q);
  assign wrote_o = put & done;
  assign wdata_o = m_atomic_q ? atomic_result : m_data_q[63:0];
  assign read_index_req = req_addr_i[6 +: IndexBits];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= First;
      m_valid_q <= 1'b0;
      m_store_q <= 1'b0;
      m_atomic_q <= 1'b0;
      m_early_q <= 1'b0;
      m_second_q <= 1'b0;
    end else begin
      state_q <= state_d;
      if (done) begin
        m_valid_q <= 1'b0;
        m_second_q <= 1'b0;
      end else if (state_d == Second) begin
        m_second_q <= 1'b1;
      end
      if (req_i) begin
        m_valid_q <= 1'b1;
        m_store_q <= req_store_i & ~req_atomic_i;
        m_atomic_q <= req_atomic_i;
        m_early_q <= early_o;
        m_second_q <= 1'b0;
      end
    end
    if (req_i) begin
      m_op_q <= req_op_i;
      m_addr_q <= req_addr_i;
      m_bytes_q <= req_bytes_i;
      m_data_q <= early_o ? {64'b0, early_data_o} : req_data_i;
      m_expected_q <= req_expected_i;
    end
    if (state_q == First && state_d == Second) m_line_q <= line_q;
    if (state_d == Write) m_loaded_q <= loaded;
  end

  // ---- store buffer ----------------------------------------------------------------------------
  logic [57:0] sb_line_q[StoreDepth];
  logic [511:0] sb_data_q[StoreDepth];
  logic [63:0] sb_strb_q[StoreDepth];
  logic [5:0] alloc_q, sent_q, done_q;  // counts; entries are counts modulo depth
  logic [3:0] quiet_q;                  // cycles without a store
  logic sending_q;
  logic merge_ok, sb_full;
  logic [StoreBits-1:0] merge_entry;
  logic [5:0] age;
  logic [StoreBits-1:0] place;
  logic [511:0] put_mask;

  assign sb_full = 6'(alloc_q - done_q) == 6'(StoreDepth);
  always_comb begin
    merge_ok = 1'b0;
    merge_entry = '0;
    line_pending = 1'b0;
    age = '0;
    place = '0;
    if (m_valid_q & alloc_q != done_q) begin
      for (int e = 0; e < StoreDepth; e++) begin
        place = StoreBits'(e) - done_q[StoreBits-1:0];
        age = 6'(place);
        if (age < 6'(alloc_q - done_q) && sb_line_q[e] == this_line) begin
          line_pending = 1'b1;
          if (age >= 6'(sent_q - done_q) + {5'b0, aw_valid_o}) begin
            merge_ok = 1'b1;
            merge_entry = StoreBits'(e);
          end
        end
      end
    end
  end
  always_comb begin
    put_mask = '0;
    if (put) for (int n = 0; n < 64; n++) if (put_strb[n]) put_mask[8*n +: 8] = 8'hff;
  end
  assign put_ok = merge_ok | ~sb_full;

  assign aw_valid_o = sending_q;
  assign aw_addr_o = {sb_line_q[sent_q[StoreBits-1:0]], 6'b0};
  assign aw_data_o = sb_data_q[sent_q[StoreBits-1:0]];
  assign aw_strb_o = sb_strb_q[sent_q[StoreBits-1:0]];
  assign store_mark_o = alloc_q;
  assign store_done_o = done_q;
  assign store_idle_o = alloc_q == done_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      alloc_q <= '0;
      sent_q <= '0;
      done_q <= '0;
      quiet_q <= '0;
      sending_q <= 1'b0;
    end else begin
      quiet_q <= put ? '0 : quiet_q == '1 ? quiet_q : quiet_q + 4'd1;
      if (put & ~merge_ok) alloc_q <= alloc_q + 6'd1;
      if (aw_valid_o & aw_ready_i) begin
        sent_q <= sent_q + 6'd1;
        sending_q <= 1'b0;
      end else if (!sending_q) begin
        // the newest entry waits, so that stores to the same line can merge
        sending_q <= 6'(alloc_q - sent_q) > 6'd1
                   | (alloc_q != sent_q & (&quiet_q | (busy_o & line_pending)) & ~put);
      end
      if (b_valid_i) done_q <= done_q + 6'd1;
    end
    if (put) begin
      if (merge_ok) begin
        sb_data_q[merge_entry] <= (sb_data_q[merge_entry] & ~put_mask) | (put_data & put_mask);
        sb_strb_q[merge_entry] <= sb_strb_q[merge_entry] | put_strb;
      end else begin
        sb_line_q[alloc_q[StoreBits-1:0]] <= this_line;
        sb_data_q[alloc_q[StoreBits-1:0]] <= put_data;
        sb_strb_q[alloc_q[StoreBits-1:0]] <= put_strb;
      end
    end
  end

  // ---- bytes stored to lines that are not in the cache -------------------------------------------
  // A line has at most one entry. A store that misses replaces the oldest one if its line has none.
  logic [57:0] known_line_q[StoreLines];
  logic [511:0] known_data_q[StoreLines];
  logic [63:0] known_strb_q[StoreLines];
  logic [StoreLines-1:0] known_valid_q;
  logic [PlaceBits-1:0] oldest_q, known_place;
  logic known_found;
  logic [63:0] load_strb;

  always_comb begin
    known_found = 1'b0;
    known_place = '0;
    load_strb = '0;
    if (m_valid_q & (m_store_q | m_atomic_q | ~hit) & known_valid_q != '0) begin
      for (int n = 0; n < StoreLines; n++) begin
        if (known_valid_q[n] && known_line_q[n] == this_line) begin
          known_found = 1'b1;
          known_place = PlaceBits'(n);
        end
      end
      load_strb = ~({64{1'b1}} << m_bytes_q) << m_addr_q[5:0];
    end
    known = known_found & ~m_store_q & ~m_atomic_q & ~crosses & ~hit
          & (load_strb & ~known_strb_q[known_place]) == '0;
    known_line = known ? known_data_q[known_place] : '0;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      known_valid_q <= '0;
      oldest_q <= '0;
    end else begin
      if (flush_i) known_valid_q <= '0;
      if (inv_i) begin
        for (int n = 0; n < StoreLines; n++) begin
          if (known_line_q[n] == inv_addr_i[63:6]) known_valid_q[n] <= 1'b0;
        end
      end
      if (put & ~known_found & ~hit & ~flush_i) begin
        known_valid_q[oldest_q] <= 1'b1;
        oldest_q <= oldest_q + PlaceBits'(1);
      end
    end
    if (put & known_found) begin
      known_data_q[known_place] <= (known_data_q[known_place] & ~put_mask) | (put_data & put_mask);
      known_strb_q[known_place] <= known_strb_q[known_place] | put_strb;
    end else if (put & ~hit) begin
      known_line_q[oldest_q] <= this_line;
      known_data_q[oldest_q] <= put_data;
      known_strb_q[oldest_q] <= put_strb;
    end
  end

`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   6'(alloc_q - done_q) <= 6'(StoreDepth) & 6'(sent_q - done_q) <= 6'(alloc_q - done_q))
  else $error("more stores than the buffer has");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   b_valid_i |-> sent_q != done_q)
  else $error("a store acknowledged that was not sent");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   r_valid_i |-> state_q == Wait)
  else $error("a line that nobody waits for");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   req_i |-> ~busy_o)
  else $error("an access while another is not done");
`endif
endmodule
