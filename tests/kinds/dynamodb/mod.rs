mod table;
mod table_recorded;
